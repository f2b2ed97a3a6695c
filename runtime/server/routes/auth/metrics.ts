import { sql } from 'kysely';
import * as z from 'zod';
import { isLive } from '../../access/issueToken.ts';
import type { Database } from '../../database/database.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';

const Count = z.strictObject({ action: z.string(), outcome: z.enum(['done', 'refused']), count: z.int() });

/** How many tokens there are, and how often they were changed and refused. */
export const authMetricsRoute = ({ database, metrics }: Deps): ApiRoute => ({
  path: '/auth/metrics',
  access: 'token',
  get: operation({
    summary: 'Counts of tokens, of what the audit holds of the last day, and of refusals by this pod.',
    scope: 'read',
    answer: z.strictObject({
      tokens: z.strictObject({ live: z.int(), expired: z.int(), revoked: z.int() }),
      last_day: z.array(Count),
      this_pod: z.strictObject({ auth_failures: z.int(), rate_limit_rejections: z.int() }),
    }),
    handle: async () => {
      const [tokens, last_day] = await Promise.all([countTokens(database), countAudit(database)]);
      const [auth_failures, rate_limit_rejections] = await Promise.all(
        [metrics.authFailures, metrics.rateLimited].map(async (counter) => total(await counter.get())),
      );
      return {
        body: {
          tokens,
          last_day,
          this_pod: { auth_failures: auth_failures ?? 0, rate_limit_rejections: rate_limit_rejections ?? 0 },
        },
      };
    },
  }),
});

const total = ({ values }: { readonly values: readonly { readonly value: number }[] }) =>
  values.reduce((sum, { value }) => sum + value, 0);

const countTokens = ({ sql: db }: Pick<Database, 'sql'>) =>
  db
    .selectFrom('tokens')
    .select([
      sql<number>`count(*) filter (where ${isLive})::int`.as('live'),
      sql<number>`count(*) filter (where revoked_at is null and not (${isLive}))::int`.as('expired'),
      sql<number>`count(*) filter (where revoked_at is not null)::int`.as('revoked'),
    ])
    .executeTakeFirstOrThrow();

const countAudit = ({ sql: db }: Pick<Database, 'sql'>) =>
  db
    .selectFrom('audit')
    .select(['action', 'outcome', sql<number>`count(*)::int`.as('count')])
    .where('at', '>', sql<Date>`now() - interval '1 day'`)
    .groupBy(['action', 'outcome'])
    .orderBy('action')
    .execute();
