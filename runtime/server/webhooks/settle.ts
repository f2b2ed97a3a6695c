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

/**
 * Writes what came of an attempt, and what follows for the webhook, and takes the work out of the line: all of it, or nothing with
 * ClaimLost. Resolves to whether it was still wanted; a delivery whose webhook was deleted or disabled meanwhile is not.
 */
export const settle = ({ database, queue }: Books, taken: Taken, result: Result): Promise<boolean> =>
  database.sql.transaction().execute(async (transaction) => {
    const wanted = await write(transaction, result);
    if (wanted) {
      await drawConsequences(transaction, result);
      await line(transaction, queue, result);
    }
    await queue.finish(transaction, 'deliveries', taken);
    return wanted;
  });

async function write(transaction: Transaction<Schema>, { begun, answer, verdict, milliseconds }: Result) {
  const over = verdict.outcome !== 'retried';
  const written = await transaction
    .updateTable('deliveries')
    .set({
      status: verdict.outcome === 'retried' ? 'pending' : verdict.outcome,
      response_status: 'status' in answer ? answer.status : null,
      error: verdict.outcome === 'delivered' ? null : verdict.error,
      duration_ms: milliseconds,
      next_attempt_at: verdict.outcome === 'retried' ? verdict.at : null,
      finished_at: over ? sql<Date>`now()` : null,
    })
    .where('id', '=', begun.delivery)
    .where('status', '=', 'pending')
    .where('attempt', '=', begun.attempt)
    .executeTakeFirst();
  return written.numUpdatedRows === 1n;
}

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
