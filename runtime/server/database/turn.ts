import { type RawBuilder, sql } from 'kysely';

/**
 * SQL for the key of an advisory lock by which the transactions of a world take turns. Such locks belong to a whole database, so the key
 * names the world's schema too: a world in another schema never waits for this one.
 */
export const turnOf = (name: string): RawBuilder<number> =>
  sql`hashtextextended(concat(current_schema(), ' ', ${name}::text), 0)`;
