import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { idempotencyProblems, idempotently } from '../../http/idempotent.ts';
import { operation } from '../../http/operation.ts';
import { jobStates, NewJob } from '../../jobs/job.ts';
import { jobStore } from '../../jobs/store.ts';
import { limited } from '../webhooks/deliveries.ts';
import { ShownJob, shownJob } from './shownJob.ts';

const usualLimit = 20;

const Filter = z.strictObject({
  status: z.enum(jobStates, { error: `one of ${jobStates.join(', ')}` }).optional(),
  limit: limited(usualLimit),
});

/** The jobs of the world, and giving it one more. */
export function jobsRoute({ database, queue }: Deps): ApiRoute {
  const store = jobStore(database, queue);
  return {
    path: '/jobs',
    access: 'token',
    get: operation({
      summary: 'The jobs of the last day, newest first.',
      scope: 'read',
      query: Filter,
      answer: z.strictObject({ jobs: z.array(ShownJob), count: z.int() }),
      handle: async ({ query }) => {
        const jobs = (await store.list(query)).map(shownJob);
        return { body: { jobs, count: jobs.length } };
      },
    }),
    post: operation({
      summary: 'Have something done in the background. Idempotency-Key is respected.',
      scope: 'write',
      body: NewJob.meta({ examples: [{ type: 'cache_warming', parameters: {} }] }),
      answer: z.strictObject({ success: z.literal(true), job_id: z.string(), job: ShownJob }),
      problems: idempotencyProblems,
      handle: async (call) => {
        const body = await idempotently(database, call, async (transaction) => {
          const job = shownJob(await store.add(transaction, call.body));
          return { success: true as const, job_id: job.id, job };
        });
        return { headers: { Location: `/jobs/${body.job_id}` }, body };
      },
    }),
  };
}
