import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { jobStore } from '../../jobs/store.ts';
import { existingJob, jobProblems, NamesJob, ShownJob, shownJob } from './shownJob.ts';

const Answer = z.strictObject({ success: z.literal(true), job: ShownJob });

/** One job. */
export function jobRoute(deps: Deps): ApiRoute {
  const store = jobStore(deps.database, deps.queue);
  return {
    path: '/jobs/:id',
    access: 'token',
    get: operation({
      summary: 'One job.',
      scope: 'read',
      params: NamesJob,
      answer: Answer,
      problems: jobProblems,
      handle: async ({ params: { id } }) => {
        const job = existingJob(id, await store.find(id));
        return { body: { success: true as const, job: shownJob(job) } };
      },
    }),
    delete: cancellation(deps),
  };
}

/** Cancelling a job. */
export const cancelRoute = (deps: Deps): ApiRoute => ({
  path: '/jobs/:id/cancel',
  access: 'token',
  post: cancellation(deps),
});

function cancellation({ database, queue }: Deps) {
  const store = jobStore(database, queue);
  return operation({
    summary: 'Cancel a job: at once while it waits, after the step that it is at while it runs.',
    scope: 'write',
    params: NamesJob,
    answer: Answer,
    also: { 202: 'The job runs and will be cancelled after the step that it is at.' },
    problems: { ...jobProblems, 409: 'The job has ended already.' },
    handle: async ({ params: { id } }) => {
      const job = existingJob(id, await store.cancel(id));
      if (job.status === 'completed' || job.status === 'failed')
        throw new Problem(409, 'JOB_ENDED', `Job ${id} has ${job.status} already.`, { field: 'id' });
      const status = job.status === 'cancelled' ? 200 : 202;
      return { status, body: { success: true as const, job: shownJob(job) } };
    },
  });
}
