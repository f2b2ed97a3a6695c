import { sql } from 'kysely';
import type { Taken } from '../queue/queue.ts';
import { waiting } from './enqueue.ts';
import { type Books, givenUp } from './settle.ts';

/**
 * Takes work out of the line that is not to be done now: a delivery that had all its attempts ends as failed, one whose webhook
 * wants quiet goes back in line until that is over, every other is over already.
 */
export const dismiss = ({ database, queue }: Books, taken: Taken, most: number): Promise<void> =>
  database.sql.transaction().execute(async (transaction) => {
    const found = await transaction
      .selectFrom('deliveries as d')
      .innerJoin('webhooks as w', 'w.id', 'd.webhook_id')
      .select(['d.id', 'd.webhook_id', 'd.event_id', 'd.attempt', 'w.quiet_until', 'w.state'])
      .where('d.id', '=', Number(taken.data['delivery']))
      .where('d.status', '=', 'pending')
      .forUpdate('d')
      .executeTakeFirst();
    const over = found && instead(found, most);
    const delivery = transaction.updateTable('deliveries').where('id', '=', found?.id ?? 0);
    if (over) await delivery.set(over).execute();
    else if (found) {
      const at = found.quiet_until ?? new Date();
      await delivery.set({ next_attempt_at: at }).execute();
      await queue.send(transaction, 'deliveries', [waiting(found, at)]);
    }
    await queue.finish(transaction, 'deliveries', taken);
  });

function instead({ state, attempt }: { readonly state: string; readonly attempt: number }, most: number) {
  if (state === 'disabled') return givenUp;
  return attempt >= most ? lostAtLast : undefined;
}

const lostAtLast = {
  status: 'failed',
  error: 'The server ended during the last attempt; whether it arrived is not known.',
  finished_at: sql<Date>`now()`,
} as const;
