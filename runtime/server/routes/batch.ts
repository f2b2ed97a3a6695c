import { Batch, BatchResult } from '../batch/batch.ts';
import { runBatch } from '../batch/runBatch.ts';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { operation } from '../http/operation.ts';
import { sceneProblems } from './scene/scenePath.ts';

/** Several steps in one request. */
export const batchRoute = (deps: Deps): ApiRoute => ({
  path: '/batch',
  access: 'token',
  post: operation({
    summary: 'Take up to 50 steps, each for itself or all or nothing.',
    scope: 'write',
    body: Batch,
    answer: BatchResult,
    problems: { ...sceneProblems, 403: 'The whitelist does not allow a scene of a transactional batch.' },
    handle: async ({ body }) => ({ body: await runBatch(body, deps) }),
  }),
});
