import type { Selectable } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type Scope, scopes } from './scopes.ts';
import type { KnownToken, Limit } from './tokens.ts';

/** A token as the database keeps it. */
export type TokenRow = Selectable<Schema['tokens']>;

/** A token of the database as the ring knows it. */
export const knownToken = (row: TokenRow): KnownToken => ({
  id: row.id,
  family: row.family ?? row.id,
  name: row.name,
  digest: row.digest.toString('hex'),
  scopes: scopesOf(row.scopes),
  limit: limitOf(row),
  source: row.source,
  expiresAt: row.expires_at?.getTime(),
  revoked: row.revoked_at !== null,
});

/** Those scopes that this image knows, in its order. */
export const scopesOf = (names: readonly string[]): readonly Scope[] =>
  scopes.filter((scope) => names.includes(scope));

function limitOf({ limit_requests, limit_seconds }: TokenRow): KnownToken['limit'] {
  if (limit_requests === null) return 'usual';
  return limit_requests === 0 ? 'none' : { requests: limit_requests, seconds: limit_seconds };
}

/** The columns that hold a limit. */
export function limitColumns(limit: Limit | 'usual' | 'none'): {
  limit_requests: number | null;
  limit_seconds: number;
} {
  if (limit === 'usual') return { limit_requests: null, limit_seconds: 60 };
  if (limit === 'none') return { limit_requests: 0, limit_seconds: 60 };
  return { limit_requests: limit.requests, limit_seconds: limit.seconds };
}
