import * as z from 'zod';
import { scopes } from '../../access/scopes.ts';
import { knownToken, type TokenRow } from '../../access/tokenRows.ts';
import type { KnownToken } from '../../access/tokens.ts';

const RateLimit = z.strictObject({ requests: z.int(), seconds: z.int() });

/** A token as callers of the API see it: everything but the token. */
export const ShownToken = z.strictObject({
  id: z.int().nullable(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  source: z.enum(['mounted', 'issued']),
  rate_limit: RateLimit.nullable().meta({ description: 'Null when its requests are not limited.' }),
  expires_at: z.iso.datetime().nullable(),
});

/** Shows a token; `usual` is the limit of those that have none of their own, in requests a minute. */
export const shownToken = (token: KnownToken, usual: number): z.infer<typeof ShownToken> => ({
  id: token.id ?? null,
  name: token.name,
  scopes: [...token.scopes],
  source: token.source,
  rate_limit: shownLimit(token.limit, usual),
  expires_at: token.expiresAt === undefined ? null : new Date(token.expiresAt).toISOString(),
});

function shownLimit(limit: KnownToken['limit'], usual: number): z.infer<typeof RateLimit> | null {
  if (limit === 'none') return null;
  return limit === 'usual' ? { requests: usual, seconds: 60 } : { ...limit };
}

/** A token of the list, with what became of it. */
export const ListedToken = ShownToken.extend({
  state: z.enum(['live', 'replaced', 'expired', 'revoked']),
  created_at: z.iso.datetime(),
});

/** Shows a token of the list. `now` is in milliseconds. */
export const listedToken = (row: TokenRow, usual: number, now: number): z.infer<typeof ListedToken> => ({
  ...shownToken(knownToken(row), usual),
  state: stateOf(row, now),
  created_at: row.created_at.toISOString(),
});

function stateOf(row: TokenRow, now: number): z.infer<typeof ListedToken>['state'] {
  if (row.revoked_at) return 'revoked';
  if (row.expires_at && row.expires_at.getTime() <= now) return 'expired';
  const isRetiring = row.source === 'mounted' && row.expires_at !== null;
  return row.replaced_by !== null || isRetiring ? 'replaced' : 'live';
}

/** A token that was just made: the only answer that holds it. */
export const NewToken = ShownToken.extend({
  token: z.string().meta({ description: 'Shown now and never again.' }),
});
