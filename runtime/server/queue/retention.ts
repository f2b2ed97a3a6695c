import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** How long what is over is kept, in milliseconds. */
const kept = { job: day, event: 30 * day, idempotencyKey: day } as const;

/** Forgets what was kept long enough. Deliveries go with their events; what still waits is never forgotten. */
export async function forget({ sql: db }: Database): Promise<void> {
  const before = (age: number) => sql<Date>`now() - make_interval(secs => ${age / 1000})`;
  await db.deleteFrom('jobs').where('completed_at', '<', before(kept.job)).execute();
  await db.deleteFrom('idempotency').where('created_at', '<', before(kept.idempotencyKey)).execute();
  await db
    .deleteFrom('events')
    .where('at', '<', before(kept.event))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries')
            .select('id')
            .whereRef('deliveries.event_id', '=', 'events.id')
            .where('deliveries.status', '=', 'pending'),
        ),
      ),
    )
    .execute();
}
