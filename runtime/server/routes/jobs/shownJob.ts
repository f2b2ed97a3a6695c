import * as z from 'zod';
import { Problem } from '../../http/problem.ts';
import { jobStates } from '../../jobs/job.ts';
import type { Job } from '../../jobs/store.ts';
import { Id } from '../webhooks/shownWebhook.ts';

/** A path that names a job. */
export const NamesJob = z.object({ id: Id });

/** What can be wrong with a job that was named. */
export const jobProblems = { 404: 'There is no such job (any more), or the API is off.' } as const;

/** A job as callers of the API see it. */
export const ShownJob = z.strictObject({
  id: z.string(),
  type: z.string(),
  status: z.enum(jobStates),
  progress: z.number().min(0).max(1),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  completed_at: z.iso.datetime().nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  error: z.string().nullable(),
});

/** Shows a job. */
export const shownJob = (job: Job): z.infer<typeof ShownJob> => ({
  id: String(job.id),
  type: job.type,
  status: job.status,
  progress: job.progress,
  created_at: job.created_at.toISOString(),
  started_at: job.started_at?.toISOString() ?? null,
  completed_at: job.completed_at?.toISOString() ?? null,
  result: job.result,
  error: job.error,
});

/** Throws a Problem when there is no job with this number. */
export function existingJob(id: number, job: Job | undefined): Job {
  if (job) return job;
  throw new Problem(404, 'JOB_NOT_FOUND', `There is no job ${id}; jobs are forgotten a day after they end.`, {
    field: 'id',
  });
}
