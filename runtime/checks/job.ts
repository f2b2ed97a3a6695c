import { type Check, insist } from './check.ts';
import { bodyOf } from './site.ts';
import { inSeconds, poll } from './waiting.ts';

interface Job {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
  readonly result: { readonly total?: number; readonly succeeded?: number } | null;
}

const over = ['completed', 'failed', 'cancelled'];

/** A job is begun and done. */
export const job: Check = {
  name: 'smoke.job',
  ask: async ({ world, access, signal }) => {
    const { token } = await access();
    const began = performance.now();
    const body = { type: 'cache_warming', parameters: {} };
    const { job_id } = bodyOf<{ readonly job_id: string }>(
      await world.ask('/jobs', { token, body }),
      'POST /jobs',
    );
    let last = 'queued';
    const ended = await poll(
      signal,
      async () => {
        const { job } = bodyOf<{ readonly job: Job }>(
          await world.ask(`/jobs/${job_id}`, { token }),
          'GET /jobs/:id',
        );
        last = job.status;
        return over.includes(job.status) ? job : undefined;
      },
      () => `The job ${body.type} is still ${last}.`,
    );
    insist(
      ended.status === 'completed',
      `The job ${body.type} ${ended.status}: ${ended.error ?? 'no reason'}.`,
    );
    const { succeeded = 0, total = 0 } = ended.result ?? {};
    return `${body.type} completed in ${inSeconds(performance.now() - began)}, ${succeeded} of ${total} scenes`;
  },
};
