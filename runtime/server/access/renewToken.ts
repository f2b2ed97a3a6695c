import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { Problem } from '../http/problem.ts';
import { type IssuedToken, isLive, issueToken, later, usualLifeSeconds } from './issueToken.ts';
import { knownToken, type TokenRow } from './tokenRows.ts';
import { usualOverlapSeconds } from './tokens.ts';

/** A token that took the place of another. */
export interface Rotated extends IssuedToken {
  /** The one before, which is accepted until its `expires_at`. */
  readonly before: TokenRow;
}

/**
 * Makes a token that is good for the same as this one, which is accepted for another hour. One that is mounted is accepted for as
 * long as it is mounted: the file is what its users read. Throws a Problem when it has ended or was rotated before.
 */
export async function rotateToken(transaction: Transaction<Schema>, id: number): Promise<Rotated> {
  const row = await liveToken(transaction, id);
  const { name, scopes, limit } = knownToken(row);
  const lifeSeconds = row.life_seconds ?? usualLifeSeconds;
  const wish = { name, scopes, limit, lifeSeconds, family: row.family ?? row.id };
  const issued = await issueToken(transaction, wish);
  if (row.source === 'mounted') return { ...issued, before: row };
  const overlap = later(usualOverlapSeconds);
  const before = await transaction
    .updateTable('tokens')
    .set({ expires_at: sql<Date>`least(expires_at, ${overlap})`, replaced_by: issued.row.id })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...issued, before };
}

/** A token that was asked to live longer. */
export interface Extended {
  readonly row: TokenRow;
  /** Not when it has no end, or was extended within the last minute: then nothing changed. */
  readonly isLonger: boolean;
}

/** Gives a token its whole life again, from now. Throws a Problem as `rotateToken` does. */
export async function extendToken(transaction: Transaction<Schema>, id: number): Promise<Extended> {
  const row = await liveToken(transaction, id);
  const until = later(row.life_seconds ?? usualLifeSeconds);
  const longer = await transaction
    .updateTable('tokens')
    .set({ expires_at: until })
    .where('id', '=', id)
    .where('expires_at', '<', sql<Date>`${until} - interval '1 minute'`)
    .returningAll()
    .executeTakeFirst();
  return { row: longer ?? row, isLonger: longer !== undefined };
}

async function liveToken(transaction: Transaction<Schema>, id: number): Promise<TokenRow> {
  const row = await transaction
    .selectFrom('tokens')
    .selectAll()
    .where('id', '=', id)
    .where(isLive)
    .executeTakeFirst();
  if (!row) throw new Problem(409, 'TOKEN_ENDED', 'The token has ended meanwhile; use another.');
  const isRetiring = row.source === 'mounted' && row.expires_at !== null;
  if (row.replaced_by !== null || isRetiring)
    throw new Problem(409, 'TOKEN_REPLACED', 'Another token took the place of this one; use that.');
  return row;
}
