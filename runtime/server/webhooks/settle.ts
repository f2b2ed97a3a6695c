import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import type { Queue, Taken } from '../queue/queue.ts';
import type { Begun } from './begin.ts';
import { waiting } from './enqueue.ts';
import type { Answer } from './post.ts';
import type { Verdict } from './verdict.ts';

/** Where what came of attempts is written. */
export interface Books {
  readonly database: Database;
  readonly queue: Pick<Queue, 'send' | 'finish'>;
}

/** What came of an attempt. */
export interface Result {
  readonly begun: Begun;
  readonly answer: Answer;
  readonly verdict: Verdict;
  readonly milliseconds: number;
}

const failingDays = 5;

/** What came of attempts that began together, all to one webhook and in this order. Only the last can have failed. */
export interface Round {
  readonly results: readonly Result[];
  /** Those that were not made after all. */
  readonly unmade: readonly Begun[];
}

/**
 * Writes what came of attempts, and what follows for the webhook, and takes the work out of the line: all of it, or nothing with
 * ClaimLost. Resolves to those that were still wanted; a delivery whose webhook was deleted or disabled meanwhile is not.
 */
export const settle = ({ database, queue }: Books, taken: Taken, round: Round): Promise<Result[]> =>
  database.sql.transaction().execute(async (transaction) => {
    const written = await write(transaction, round);
    const wanted = round.results.filter(({ begun }) => written.has(begun.delivery));
    const last = wanted.at(-1);
    if (last) {
      await drawConsequences(transaction, last);
      await line(transaction, queue, last);
    }
    const behind = round.results.flatMap(({ begun }) => begun.behind ?? []);
    await queue.finish(transaction, 'deliveries', taken, behind);
    return wanted;
  });

/** Writes all at once, if they are still these attempts'. Resolves to the ids of those that were. */
async function write(transaction: Transaction<Schema>, { results, unmade }: Round): Promise<Set<number>> {
  const rows = [...results.map(asWritten), ...unmade.map(asUncounted)];
  const { rows: written } = await sql<{ readonly id: number }>`
    update deliveries d set status = r.status, attempt = r.attempt, response_status = r.response_status, error = r.error,
      duration_ms = r.duration_ms, next_attempt_at = r.next_attempt_at,
      finished_at = case when r.status <> 'pending' then now() end
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id bigint, began integer, attempt integer, status text,
      response_status integer, error text, duration_ms double precision, next_attempt_at timestamptz)
    where d.id = r.id and d.status = 'pending' and d.attempt = r.began
    returning d.id`.execute(transaction);
  return new Set(written.map(({ id }) => id));
}

const asWritten = ({ begun, answer, verdict, milliseconds }: Result) => ({
  id: begun.delivery,
  began: begun.attempt,
  attempt: begun.attempt,
  status: verdict.outcome === 'retried' ? 'pending' : verdict.outcome,
  response_status: 'status' in answer ? answer.status : null,
  error: verdict.outcome === 'delivered' ? null : verdict.error,
  duration_ms: milliseconds,
  next_attempt_at: verdict.outcome === 'retried' ? verdict.at : null,
});

const asUncounted = ({ delivery, attempt }: Begun) => ({
  id: delivery,
  began: attempt,
  attempt: attempt - 1,
  status: 'pending',
  next_attempt_at: new Date(),
});

async function drawConsequences(transaction: Transaction<Schema>, { begun, verdict }: Result): Promise<void> {
  const webhook = transaction.updateTable('webhooks').where('id', '=', begun.webhookId);
  if (verdict.outcome === 'delivered') {
    // Only the next attempt to the same webhook could have changed that, and there is one at a time.
    if (begun.failing) await webhook.set({ failing_since: null }).execute();
    return;
  }
  if (verdict.outcome === 'failed' && verdict.gone)
    return disable(transaction, begun.webhookId, verdict.error);
  const quiet = verdict.outcome === 'retried' ? (verdict.quietUntil ?? null) : null;
  const { failing } = await webhook
    .set({
      failing_since: sql<Date>`coalesce(failing_since, now())`,
      ...(quiet && { quiet_until: quiet }),
    })
    .returning(sql<boolean>`failing_since < now() - make_interval(days => ${failingDays})`.as('failing'))
    .executeTakeFirstOrThrow();
  if (failing) await disable(transaction, begun.webhookId, `It has failed for ${failingDays} days.`);
}

/** Disables a webhook and gives up what waits for it. Deliveries are written before webhooks everywhere, so that nobody waits in a circle. */
export async function disable(
  transaction: Transaction<Schema>,
  webhook: number,
  reason: string | null,
): Promise<void> {
  await lockWaiting(transaction, webhook);
  await transaction
    .updateTable('deliveries')
    .set(givenUp)
    .where('webhook_id', '=', webhook)
    .where('status', '=', 'pending')
    .execute();
  await transaction
    .updateTable('webhooks')
    .set({ state: 'disabled', disabled_reason: reason, updated_at: sql<Date>`now()` })
    .where('id', '=', webhook)
    .execute();
}

/** Locks what waits for a webhook, always in the same order. */
export const lockWaiting = (transaction: Transaction<Schema>, webhook: number) =>
  transaction
    .selectFrom('deliveries')
    .select('id')
    .where('webhook_id', '=', webhook)
    .where('status', '=', 'pending')
    .orderBy('id')
    .forUpdate()
    .execute();

/** What becomes of a delivery that waits when its webhook is disabled. */
export const givenUp = {
  status: 'failed',
  error: sql<string>`coalesce(error || ' ', '') || 'The webhook was disabled.'`,
  next_attempt_at: null,
  finished_at: sql<Date>`now()`,
} as const;

async function line(transaction: Transaction<Schema>, queue: Books['queue'], { begun, verdict }: Result) {
  if (verdict.outcome !== 'retried') return;
  const delivery = { id: begun.delivery, webhook_id: begun.webhookId, event_id: begun.event_id };
  await queue.send(transaction, 'deliveries', [waiting(delivery, verdict.at)]);
}
