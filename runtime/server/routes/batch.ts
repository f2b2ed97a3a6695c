import type { Caller } from '../access/caller.ts';
import type { Limits } from '../access/limits.ts';
import { Batch, BatchResult } from '../batch/batch.ts';
import { runBatch } from '../batch/runBatch.ts';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { operation } from '../http/operation.ts';
import { Problem } from '../http/problem.ts';
import { sceneProblems } from './scene/scenePath.ts';

/** A batch is up to fifty requests in one, so there are fewer of them. */
const most = { requests: 10, seconds: 60 };

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
    handle: async ({ body, caller }) => {
      await takeOne(deps.limits, caller);
      return { body: await runBatch(body, deps) };
    },
  }),
});

async function takeOne(limits: Limits, { key, token }: Caller): Promise<void> {
  if (token?.limit === 'none') return;
  const { isAllowed, resetMilliseconds } = await limits.take(`batch ${key}`, most);
  if (isAllowed) return;
  const seconds = Math.max(1, Math.ceil(resetMilliseconds / 1000));
  const sentence = `More than ${most.requests} batches in ${most.seconds} s; the count starts again in ${seconds} s.`;
  throw new Problem(429, 'RATE_LIMIT_EXCEEDED', sentence, { retry_after: seconds });
}
