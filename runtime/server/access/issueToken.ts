import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { Problem } from '../http/problem.ts';
import { limitColumns, type TokenRow } from './tokenRows.ts';
import { digestOf, type KnownToken } from './tokens.ts';

/** A token that is to be made. Without `lifeSeconds` it never ends. */
export interface TokenWish {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly limit: KnownToken['limit'];
  readonly lifeSeconds: number | undefined;
  /** The token whose place it takes: their requests are counted together. */
  readonly family?: number;
}

/** A token that was made. The text is known now and never again. */
export interface IssuedToken {
  readonly token: string;
  readonly row: TokenRow;
}

/** How long issued tokens live unless told. */
export const usualLifeSeconds = 86_400;
const mostLive = 1000;
const mostOfFamily = 5;

/** Makes a token of 256 random bits. Throws a Problem when there are too many. */
export async function issueToken(transaction: Transaction<Schema>, wish: TokenWish): Promise<IssuedToken> {
  await forgetEnded(transaction);
  await refuseTooMany(transaction, wish.family);
  const token = randomBytes(32).toString('base64url');
  const { name, scopes, limit, lifeSeconds = null, family = null } = wish;
  const row = await transaction
    .insertInto('tokens')
    .values({
      name,
      scopes: [...scopes],
      ...limitColumns(limit),
      digest: digestOf(token),
      source: 'issued',
      life_seconds: lifeSeconds,
      expires_at: lifeSeconds === null ? null : later(lifeSeconds),
      revoked_at: null,
      replaced_by: null,
      family,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { token, row };
}

/** A moment this many seconds from now, by the clock of the database. */
export const later = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;

/** Whether a token is accepted now, by the clock of the database. */
export const isLive = sql<boolean>`revoked_at is null and (expires_at is null or expires_at > now())`;

/** What a mount once held is never forgotten, because it may still be mounted. */
async function forgetEnded(transaction: Transaction<Schema>): Promise<void> {
  await transaction
    .deleteFrom('tokens')
    .where('source', '=', 'issued')
    .where(sql<boolean>`least(revoked_at, expires_at) < now() - interval '30 days'`)
    .execute();
}

async function refuseTooMany(transaction: Transaction<Schema>, family: number | undefined): Promise<void> {
  const { live, relatives } = await transaction
    .selectFrom('tokens')
    .select([
      sql<number>`count(*)::int`.as('live'),
      sql<number>`count(*) filter (where family = ${family ?? 0})::int`.as('relatives'),
    ])
    .where(isLive)
    .executeTakeFirstOrThrow();
  const [many, most] = relatives >= mostOfFamily ? [relatives, mostOfFamily] : [live, mostLive];
  if (many >= most)
    throw new Problem(
      409,
      'TOO_MANY_TOKENS',
      `There are ${many} tokens already, and at most ${most}; revoke one first.`,
    );
}
