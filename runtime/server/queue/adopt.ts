import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { type Queued, waiting } from '../webhooks/enqueue.ts';
import { type Queue, queueSchema } from './queue.ts';

interface Due extends Queued {
  readonly next_attempt_at: Date;
}

/**
 * Puts everything in line that waits to be done and is not: after a world was brought to another database, whose queue is empty.
 * What is put in line twice is done once.
 */
export const adopt = ({ sql: db, pool }: Database, queue: Pick<Queue, 'send'>): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    const inLine = sql.table(`${await queueSchema(pool)}.job`);
    const deliveries = await sql<Due>`
      select id, webhook_id, event_id, coalesce(next_attempt_at, now()) as next_attempt_at from deliveries d
      where status = 'pending' and created_at < now() - interval '1 minute' and not exists (
        select from ${inLine} j where j.name = 'deliveries' and j.state <= 'active' and (j.data->>'delivery')::bigint = d.id)
      limit 1000`.execute(transaction);
    await queue.send(
      transaction,
      'deliveries',
      deliveries.rows.map((delivery) => waiting(delivery, delivery.next_attempt_at)),
    );
    const jobs = await sql<{ readonly id: number }>`
      select id from jobs
      where status in ('queued', 'running') and created_at < now() - interval '1 minute' and not exists (
        select from ${inLine} j where j.name = 'jobs' and j.state <= 'active' and (j.data->>'job')::bigint = jobs.id)
      limit 1000`.execute(transaction);
    await queue.send(
      transaction,
      'jobs',
      jobs.rows.map(({ id }) => ({ data: { job: id }, order: id })),
    );
  });
