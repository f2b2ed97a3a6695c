import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { ClaimLost, type Queue, type Taken } from '../queue/queue.ts';
import { mostAttempts, type NewJob } from './job.ts';

/** What attempts at jobs are written with. */
export interface Books {
  readonly database: Database;
  readonly queue: Pick<Queue, 'finish' | 'finishing'>;
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

async function endInstead(books: Books, taken: Taken, id: number): Promise<Beginning> {
  const found = await books.database.sql
    .selectFrom('jobs')
    .select(['type', 'attempt', 'cancel_requested'])
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .executeTakeFirst();
  if (!found) {
    await books.database.sql
      .transaction()
      .execute((transaction) => books.queue.finish(transaction, 'jobs', taken));
    return { ended: undefined, type: 'unknown' };
  }
  const ended = found.cancel_requested ? cancelled : lost;
  await end(books, taken, { id, attempt: found.attempt }, ended);
  return { ended, type: found.type };
}

/** Ends the job, if it is still this attempt's: as cancelled when somebody asked for that. Throws ClaimLost, and changes nothing, when it is another's. */
export async function end(
  { database, queue }: Books,
  taken: Taken,
  { id, attempt }: Pick<Begun, 'id' | 'attempt'>,
  ending: Ending,
): Promise<Ending['status']> {
  const { status } = ending;
  const result = status === 'completed' ? JSON.stringify(ending.result) : null;
  const { rows } = await sql<Pick<Ending, 'status'>>`
    with mine as (
      select id, cancel_requested and ${status} = 'completed' as unwanted from jobs
      where id = ${id} and attempt = ${attempt} and status in ('queued', 'running') for update
    ), done as (${queue.finishing('jobs', taken, sql`exists (select from mine)`)})
    update jobs j set completed_at = now(),
      status = case when unwanted then 'cancelled' else ${status} end,
      progress = case when unwanted or ${status} <> 'completed' then progress else 1 end,
      result = case when unwanted then null else ${result}::jsonb end,
      error = ${status === 'failed' ? ending.error : null}
    from mine, done where j.id = mine.id returning j.status`.execute(database.sql);
  const [ended] = rows;
  if (!ended) throw new ClaimLost('Another worker has the job.');
  return ended.status;
}

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
