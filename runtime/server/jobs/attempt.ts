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

const cancelled: Ending = { status: 'cancelled' };

const lost: Ending = {
  status: 'failed',
  error: `It was begun ${mostAttempts} times, and each time its server ended or lost the database.`,
};

/** Begins the next attempt at a job, unless it is over, was cancelled, or had all its attempts: then it is ended here. */
export async function begin(books: Books, taken: Taken): Promise<Beginning> {
  const id = Number(taken.data['job']);
  const begun = await books.database.sql
    .updateTable('jobs')
    .set({ status: 'running', attempt: sql<number>`attempt + 1`, progress: 0, started_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .where('cancel_requested', '=', false)
    .where('attempt', '<', mostAttempts)
    .returning(['attempt', 'type', 'parameters'])
    .executeTakeFirst();
  if (!begun) return endInstead(books, taken, id);
  const { attempt, ...job } = begun;
  return { begun: { id, attempt, job: job as NewJob } };
}

const endInstead = ({ database, queue }: Books, taken: Taken, id: number): Promise<Beginning> =>
  database.sql.transaction().execute(async (transaction) => {
    const found = await transaction
      .selectFrom('jobs')
      .select(['type', 'attempt', 'cancel_requested'])
      .where('id', '=', id)
      .where('status', 'in', ['queued', 'running'])
      .forUpdate()
      .executeTakeFirst();
    const ended: Ending | undefined = found && (found.cancel_requested ? cancelled : lost);
    if (found && ended) await write(transaction, { id, attempt: found.attempt }, ended);
    await queue.finish(transaction, 'jobs', taken);
    return { ended, type: found?.type ?? 'unknown' };
  });

/** Ends the job, if it is still this attempt's: as cancelled when somebody asked for that. Throws ClaimLost, and changes nothing, when it is another's. */
export const end = (
  { database, queue }: Books,
  taken: Taken,
  begun: Begun,
  ending: Ending,
): Promise<Ending['status']> =>
  database.sql.transaction().execute(async (transaction) => {
    const status = await write(transaction, begun, ending);
    await queue.finish(transaction, 'jobs', taken);
    return status;
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
): Promise<Ending['status']> {
  const completed = ending.status === 'completed' && { progress: 1, result: JSON.stringify(ending.result) };
  const written = await transaction
    .updateTable('jobs')
    .set({
      ...completed,
      status: ending.status,
      error: ending.status === 'failed' ? ending.error : null,
      completed_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('status', 'in', ['queued', 'running'])
    .where(({ or, eb }) => or([eb('cancel_requested', '=', false), eb.lit(ending.status !== 'completed')]))
    .returning('status')
    .executeTakeFirst();
  if (written) return ending.status;
  if (ending.status === 'completed') return write(transaction, { id, attempt }, cancelled);
  throw new ClaimLost('Another worker has the job.');
}
