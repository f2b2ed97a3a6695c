import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { signalCall } from '../database/signals.ts';
import type { Queue } from '../queue/queue.ts';
import type { JobState, NewJob } from './job.ts';

/** A job as it is kept. `progress` is from 0 to 1 and grows within an attempt. */
export interface Job {
  readonly id: number;
  readonly type: string;
  readonly status: JobState;
  readonly progress: number;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly error: string | null;
  readonly cancel_requested: boolean;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
}

const columns = [
  'id',
  'type',
  'status',
  'progress',
  'result',
  'error',
  'cancel_requested',
  'created_at',
  'started_at',
  'completed_at',
] as const;

/** The jobs of a world. */
export interface JobStore {
  /** Adds a job, to be done when the transaction commits. */
  readonly add: (transaction: Transaction<Schema>, job: NewJob) => Promise<Job>;
  readonly find: (id: number) => Promise<Job | undefined>;
  /** The newest jobs first. */
  readonly list: (filter: {
    readonly status?: JobState | undefined;
    readonly limit: number;
  }) => Promise<Job[]>;
  /** Ends a job that waits, asks one that runs to end, and leaves one that has ended. Nothing when there is none. */
  readonly cancel: (id: number) => Promise<Job | undefined>;
}

/** Jobs in the database, done by way of the queue. */
export function jobStore({ sql: db }: Database, queue: Pick<Queue, 'send'>): JobStore {
  return {
    add: async (transaction, { type, parameters }) => {
      const job = await transaction
        .insertInto('jobs')
        .values({ type, parameters: JSON.stringify(parameters) })
        .returning([...columns, signalCall('jobs').as('signal')])
        .executeTakeFirstOrThrow();
      await queue.send(transaction, 'jobs', [{ data: { job: job.id }, order: job.id }]);
      return job;
    },
    find: (id) => db.selectFrom('jobs').select(columns).where('id', '=', id).executeTakeFirst(),
    list: ({ status, limit }) => {
      const jobs = db.selectFrom('jobs').select(columns).orderBy('id', 'desc').limit(limit);
      return (status ? jobs.where('status', '=', status) : jobs).execute();
    },
    cancel: async (id) => {
      const waits = sql<boolean>`status = 'queued'`;
      const changed = await db
        .updateTable('jobs')
        .set({
          cancel_requested: true,
          status: sql<JobState>`case when ${waits} then 'cancelled' else status end`,
          completed_at: sql<Date | null>`case when ${waits} then now() end`,
        })
        .where('id', '=', id)
        .where('status', 'in', ['queued', 'running'])
        .returning(columns)
        .executeTakeFirst();
      return changed ?? db.selectFrom('jobs').select(columns).where('id', '=', id).executeTakeFirst();
    },
  };
}
