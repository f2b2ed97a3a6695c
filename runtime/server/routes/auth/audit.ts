import * as z from 'zod';
import { auditLines } from '../../access/audit.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { nextCursor, PageOf } from './page.ts';

const Line = z.strictObject({
  id: z.int(),
  at: z.iso.datetime(),
  action: z.string(),
  actor: z.string(),
  address: z.string().nullable(),
  outcome: z.enum(['done', 'refused']),
  detail: z.record(z.string(), z.unknown()),
});

/** Who changed who may ask, and who was refused. */
export const auditRoute = ({ database }: Deps): ApiRoute => ({
  path: '/auth/audit',
  access: 'token',
  get: operation({
    summary: 'Changes of tokens and refusals, newest first. Lines are never changed.',
    scope: 'admin',
    query: PageOf,
    answer: z.strictObject({ entries: z.array(Line), count: z.int(), next_cursor: z.string().nullable() }),
    handle: async ({ query: { limit, cursor } }) => {
      const lines = await auditLines(database.sql, { before: cursor, limit });
      const entries = lines.map((line) => ({ ...line, address: line.address ?? null }));
      return { body: { entries, count: entries.length, next_cursor: nextCursor(lines, limit) } };
    },
  }),
});
