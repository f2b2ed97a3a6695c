import * as z from 'zod';
import { changeTokens } from '../../access/changeTokens.ts';
import { issueToken, type TokenWish, usualLifeSeconds } from '../../access/issueToken.ts';
import { scopes } from '../../access/scopes.ts';
import { knownToken } from '../../access/tokenRows.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { auditOf } from './acting.ts';
import { nextCursor, PageOf } from './page.ts';
import { ListedToken, listedToken, NewToken, shownToken } from './shownToken.ts';

const reserved = ['API_TOKEN', 'ADMIN_TOKEN', 'anonymous', 'mount'];
const name = {
  error:
    '1 to 64 letters, digits, spaces, dots, dashes or underscores, and none of the names that the world uses itself',
};
const wanted = { error: 'a list of read, write and admin, each once' };
const life = { error: 'a whole number of seconds from 1 to 31536000, or null for no end' };
const perMinute = { error: 'a whole number from 0 (no limit) to 1000000, or null for the usual limit' };
const requests = { error: 'a whole number from 1 to 1000000' };
const seconds = { error: 'a whole number from 1 to 3600' };

const Issue = z
  .strictObject(
    {
      name: z
        .string(name)
        .regex(/^[\w.-][\w .-]{0,63}$/, name)
        .refine((text) => !reserved.includes(text), name),
      scopes: z
        .array(z.enum(scopes, wanted), wanted)
        .min(1, wanted)
        .max(scopes.length, wanted)
        .refine((list) => new Set(list).size === list.length, wanted)
        .default(['read']),
      expires_in: z.int(life).min(1, life).max(31_536_000, life).nullable().default(usualLifeSeconds),
      requests_per_minute: z.int(perMinute).min(0, perMinute).max(1_000_000, perMinute).nullish(),
      rate_limit: z
        .strictObject(
          {
            requests: z.int(requests).min(1, requests).max(1_000_000, requests),
            seconds: z.int(seconds).min(1, seconds).max(3600, seconds),
          },
          { error: 'an object with requests and seconds' },
        )
        .optional(),
    },
    { error: 'a JSON object with name' },
  )
  .refine(({ requests_per_minute, rate_limit }) => requests_per_minute === undefined || !rate_limit, {
    error: 'left out where requests_per_minute is given',
    path: ['rate_limit'],
  })
  .meta({ examples: [{ name: 'dashboard', scopes: ['read'] }] });

const List = z.strictObject({
  tokens: z.array(ListedToken),
  count: z.int(),
  next_cursor: z.string().nullable(),
});

/** Who may ask: the tokens of this world. */
export const tokensRoute = ({ database, tokens, config, now }: Deps): ApiRoute => ({
  path: '/auth/tokens',
  access: 'token',
  get: operation({
    summary: 'The tokens of this world, newest first, without the tokens themselves.',
    scope: 'admin',
    query: PageOf,
    answer: List,
    handle: async ({ query: { limit, cursor } }) => {
      const all = database.sql.selectFrom('tokens').selectAll().orderBy('id', 'desc').limit(limit);
      const rows = await (cursor === undefined ? all : all.where('id', '<', cursor)).execute();
      const shown = rows.map((row) => listedToken(row, config.requestsPerMinute, now()));
      return { body: { tokens: shown, count: shown.length, next_cursor: nextCursor(rows, limit) } };
    },
  }),
  post: operation({
    summary: 'Issue a token. It is shown in this answer and never again.',
    scope: 'admin',
    body: Issue,
    answer: NewToken,
    problems: { 409: 'There are too many tokens.' },
    handle: async ({ body, caller }) => {
      const wish = wishOf(body);
      const { token, row } = await changeTokens(database, async (transaction) => {
        const issued = await issueToken(transaction, wish);
        const detail = { id: issued.row.id, ...wish };
        await auditOf(transaction, caller, { action: 'token.issued', outcome: 'done', detail });
        return issued;
      });
      await tokens.refresh();
      const shown = shownToken(knownToken(row), config.requestsPerMinute);
      return { headers: { 'Cache-Control': 'no-store' }, body: { ...shown, token } };
    },
  }),
});

function wishOf({
  name,
  scopes,
  expires_in,
  requests_per_minute,
  rate_limit,
}: z.infer<typeof Issue>): TokenWish {
  return {
    name,
    scopes,
    lifeSeconds: expires_in ?? undefined,
    limit: limitOf(requests_per_minute, rate_limit),
  };
}

function limitOf(
  perMinute: number | null | undefined,
  limit: z.infer<typeof Issue>['rate_limit'],
): TokenWish['limit'] {
  if (limit) return limit;
  if (perMinute === null || perMinute === undefined) return 'usual';
  return perMinute === 0 ? 'none' : { requests: perMinute, seconds: 60 };
}
