import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { isLive } from './issueToken.ts';
import type { TokenRow } from './tokenRows.ts';

/** Which tokens: the one with this number, or all of this name. */
export type Which = { readonly id: number } | { readonly name: string };

/** What became of revoking: the tokens that were revoked, or why none was. */
export type Revoked =
  | { readonly revoked: readonly TokenRow[] }
  | { readonly refused: 'nobody' | 'last-admin'; readonly names: readonly string[] };

/** Ends tokens for all pods, unless no admin's token would be left that nothing has replaced yet. */
export async function revokeTokens(transaction: Transaction<Schema>, which: Which): Promise<Revoked> {
  const live = await transaction.selectFrom('tokens').selectAll().where(isLive).execute();
  const chosen = live.filter((row) => ('id' in which ? row.id === which.id : row.name === which.name));
  const names = chosen.map(({ name }) => name);
  if (chosen.length === 0) return { refused: 'nobody', names };
  const staying = live.filter((row) => !chosen.includes(row));
  if (chosen.some(isAdmin) && !staying.some(isLasting)) return { refused: 'last-admin', names };
  const revoked = await transaction
    .updateTable('tokens')
    .set({ revoked_at: sql<Date>`now()` })
    .where(
      'id',
      'in',
      chosen.map(({ id }) => id),
    )
    .returningAll()
    .execute();
  return { revoked };
}

const isAdmin = ({ scopes }: TokenRow) => scopes.includes('admin');

/** An admin's token that is not on its way out. */
const isLasting = (row: TokenRow) =>
  isAdmin(row) && row.replaced_by === null && (row.source === 'issued' || row.expires_at === null);
