import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { signalSql } from '../database/signals.ts';
import { turnOf } from '../database/turn.ts';

/** Lets one transaction at a time decide about tokens, in all pods, so that no two end the last admin's token between them. */
export async function holdTokens(transaction: Transaction<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turnOf('tokens')})`.execute(transaction);
}

/** Changes tokens in one transaction, and tells all pods when it is committed. */
export const changeTokens = <T>(
  { sql: db }: Pick<Database, 'sql'>,
  change: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> =>
  db.transaction().execute(async (transaction) => {
    await holdTokens(transaction);
    const changed = await change(transaction);
    await sql.raw(signalSql('tokens')).execute(transaction);
    return changed;
  });
