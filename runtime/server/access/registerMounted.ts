import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { signalSql } from '../database/signals.ts';
import { audit } from './audit.ts';
import { holdTokens } from './changeTokens.ts';
import { scopesOf, type TokenRow } from './tokenRows.ts';
import type { MountedToken } from './tokens.ts';

/**
 * Writes a mounted token where every pod and every revision finds it, and ends others of its name in so many seconds. One that was
 * revoked stays revoked, and one that was replaced stays replaced: the file is an old one. Registering again what is registered changes nothing.
 */
export const registerMounted = (
  { sql: db }: Pick<Database, 'sql'>,
  mounted: MountedToken,
  othersEndInSeconds: number,
): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await holdTokens(transaction);
    const digest = Buffer.from(mounted.digest, 'hex');
    const before = await transaction
      .selectFrom('tokens')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    if (before?.revoked_at || (before && isReplaced(before))) return;
    const changed = !before || !isCurrent(before, mounted);
    if (changed) await writeMounted(transaction, { ...mounted, digest });
    const retired = await retireOthers(transaction, { name: mounted.name, digest }, othersEndInSeconds);
    if (!changed && retired === 0) return;
    const detail = { name: mounted.name, scopes: mounted.scopes, retired };
    await audit(transaction, {
      action: 'token.mounted',
      actor: 'mount',
      address: undefined,
      outcome: 'done',
      detail,
    });
    await sql.raw(signalSql('tokens')).execute(transaction);
  });

const isCurrent = (row: TokenRow, { name, scopes }: MountedToken) =>
  row.source === 'mounted' &&
  row.expires_at === null &&
  row.name === name &&
  scopesOf(row.scopes).join() === scopes.join();

const isReplaced = ({ source, replaced_by }: TokenRow) => source === 'mounted' && replaced_by !== null;

interface Written {
  readonly name: string;
  readonly digest: Buffer;
  readonly scopes: readonly string[];
}

/** Writes a token as the one that is mounted, without an end. */
export async function writeMounted(
  transaction: Transaction<Schema>,
  { name, digest, scopes }: Written,
): Promise<{ readonly id: number }> {
  const current = { name, scopes: [...scopes], source: 'mounted' as const };
  const endless = { life_seconds: null, expires_at: null, replaced_by: null };
  return transaction
    .insertInto('tokens')
    .values({ ...current, ...endless, digest, limit_requests: null })
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ ...current, ...endless }))
    .returning('id')
    .executeTakeFirstOrThrow();
}

async function retireOthers(
  transaction: Transaction<Schema>,
  { name, digest }: Pick<Written, 'name' | 'digest'>,
  endInSeconds: number,
): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('tokens')
    .set({ expires_at: sql<Date>`now() + make_interval(secs => ${endInSeconds})` })
    .where('source', '=', 'mounted')
    .where('name', '=', name)
    .where('digest', '<>', digest)
    .where('revoked_at', 'is', null)
    .where('expires_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
