import { sql } from 'kysely';
import type { Taken } from '../queue/queue.ts';
import { waiting } from './enqueue.ts';
import type { Books } from './settle.ts';

/**
 * Takes work out of the line that is not to be done now: a delivery that had all its attempts ends as failed, one whose webhook
 * wants quiet goes back in line until that is over, every other is over already.
 */
export const dismiss = ({ database, queue }: Books, taken: Taken, most: number): Promise<void> =>
  database.sql.transaction().execute(async (transaction) => {
    const found = await transaction
      .selectFrom('deliveries as d')
      .innerJoin('webhooks as w', 'w.id', 'd.webhook_id')
      .select(['d.id', 'd.webhook_id', 'd.event_id', 'd.attempt', 'w.quiet_until'])
      .where('d.id', '=', Number(taken.data['delivery']))
      .where('d.status', '=', 'pending')
      .forUpdate('d')
      .executeTakeFirst();
    if (found && found.attempt >= most) {
      const error = 'The server ended during the last attempt; whether it arrived is not known.';
      await transaction
        .updateTable('deliveries')
        .set({ status: 'failed', error, finished_at: sql<Date>`now()` })
        .where('id', '=', found.id)
        .execute();
    } else if (found) {
      const at = found.quiet_until ?? new Date();
      await transaction
        .updateTable('deliveries')
        .set({ next_attempt_at: at })
        .where('id', '=', found.id)
        .execute();
      await queue.send(transaction, 'deliveries', [waiting(found, at)]);
    }
    await queue.finish(transaction, 'deliveries', taken);
  });
