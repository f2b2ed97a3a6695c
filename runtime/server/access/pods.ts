import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { type Signals, signalsName } from '../database/signals.ts';

/**
 * How many pods share the database, by their connections for signals; asked every two seconds. What was known last stays while the
 * database is away, and it is never below one.
 */
export function countPods({ sql: db }: Pick<Database, 'sql'>, signals: Pick<Signals, 'on'>): () => number {
  let pods = 1;
  const count = async () => {
    const { rows } = await sql<{ readonly pods: number }>`
      select count(*)::int as pods from pg_stat_activity
      where datname = current_database() and application_name = ${signalsName}`.execute(db);
    pods = Math.max(1, rows[0]?.pods ?? 1);
  };
  signals.on('tokens', () => void count().catch(() => {}));
  return () => pods;
}
