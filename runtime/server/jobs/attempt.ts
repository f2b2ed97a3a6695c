import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { ClaimLost, type Queue, type Taken } from '../queue/queue.ts';
import { mostAttempts, type NewJob } from './job.ts';

/** What attempts at jobs are written with. */
export interface Books {
  readonly database: Database;
  readonly queue: Pick<Queue, 'finish'>;
}

/** How a job ended. */
export type Ending =
  | { readonly status: 'completed'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly status: 'failed'; readonly error: string }
  | { readonly status: 'cancelled' };

/** An attempt that has begun: the job, and the number that tells this attempt from every other. */
export interface Begun {
  readonly id: number;
  readonly attempt: number;
  readonly job: NewJob;
}

/** What beginning came to: the attempt; or how the job ended instead; or nothing, when it had ended already. */
export type Beginning =
  | { readonly begun: Begun }
  | { readonly ended: Ending | undefined; readonly type: string };

const lost = `It was begun ${mostAttempts} times, and each time its server ended or lost the database.`;

/** Begins the next attempt at a job, unless it is over, was cancelled, or had all its attempts: then it is ended here. */
export const begin = ({ database, queue }: Books, taken: Taken): Promise<Beginning> =>
  database.sql.transaction().execute(async (transaction) => {
    const id = Number(taken.data['job']);
    const found = await transaction
      .selectFrom('jobs')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    const type = found?.type ?? 'unknown';
    if (!found || (found.status !== 'queued' && found.status !== 'running')) {
      await queue.finish(transaction, 'jobs', taken);
      return { ended: undefined, type };
    }
    const ended = instead(found);
    if (ended) {
      await write(transaction, { id, attempt: found.attempt }, ended);
      await queue.finish(transaction, 'jobs', taken);
      return { ended, type };
    }
    const attempt = found.attempt + 1;
    await transaction
      .updateTable('jobs')
      .set({ status: 'running', attempt, progress: 0, started_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
    return { begun: { id, attempt, job: { type: found.type, parameters: found.parameters } as NewJob } };
  });

function instead(found: {
  readonly cancel_requested: boolean;
  readonly attempt: number;
}): Ending | undefined {
  if (found.cancel_requested) return { status: 'cancelled' };
  return found.attempt >= mostAttempts ? { status: 'failed', error: lost } : undefined;
}

/** Ends the job, if it is still this attempt's. Throws ClaimLost, and changes nothing, when it is another's. */
export const end = ({ database, queue }: Books, taken: Taken, begun: Begun, ending: Ending): Promise<void> =>
  database.sql.transaction().execute(async (transaction) => {
    await write(transaction, begun, ending);
    await queue.finish(transaction, 'jobs', taken);
  });

/** Writes how far the attempt is. Throws ClaimLost when the job is another's; resolves to whether it is to be cancelled. */
export async function report(
  { database }: Books,
  { id, attempt }: Pick<Begun, 'id' | 'attempt'>,
  progress: number,
): Promise<boolean> {
  const mine = await database.sql
    .updateTable('jobs')
    .set({ progress })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('status', '=', 'running')
    .returning('cancel_requested')
    .executeTakeFirst();
  if (!mine) throw new ClaimLost('Another worker has the job.');
  return mine.cancel_requested;
}

/** Lets the job wait again as if this attempt had not been, when its server leaves in good order. */
export async function handBack({ database }: Books, { id, attempt }: Begun): Promise<void> {
  await database.sql
    .updateTable('jobs')
    .set({ status: 'queued', progress: 0, attempt: attempt - 1, started_at: null })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('status', '=', 'running')
    .execute();
}

async function write(
  transaction: Transaction<Schema>,
  { id, attempt }: Pick<Begun, 'id' | 'attempt'>,
  ending: Ending,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('jobs')
    .set({
      status: ending.status,
      ...(ending.status === 'completed' && { progress: 1, result: JSON.stringify(ending.result) }),
      error: ending.status === 'failed' ? ending.error : null,
      completed_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('status', 'in', ['queued', 'running'])
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ClaimLost('Another worker has the job.');
}
