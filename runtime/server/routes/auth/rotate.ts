import * as z from 'zod';
import { changeTokens } from '../../access/changeTokens.ts';
import { rotateToken } from '../../access/renewToken.ts';
import { knownToken } from '../../access/tokenRows.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { auditOf, ownId, ownTokenProblems } from './acting.ts';
import { NewToken, shownToken } from './shownToken.ts';

const Rotated = NewToken.extend({
  previous: z.strictObject({
    id: z.int(),
    valid_until: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Null for a mounted token, which is valid while it is mounted.' }),
  }),
});

/** A new token in place of the caller's own. */
export const rotateRoute = ({ database, tokens, config }: Deps): ApiRoute => ({
  path: '/auth/rotate',
  access: 'token',
  post: operation({
    summary: 'Make a new token in place of the one that asks, which stays valid for another hour.',
    scope: 'read',
    answer: Rotated,
    problems: ownTokenProblems,
    handle: async ({ caller }) => {
      const id = ownId(caller);
      const { token, row, before } = await changeTokens(database, async (transaction) => {
        const rotated = await rotateToken(transaction, id);
        const detail = { id, new_id: rotated.row.id };
        await auditOf(transaction, caller, { action: 'token.rotated', outcome: 'done', detail });
        return rotated;
      });
      await tokens.refresh();
      const previous = { id, valid_until: before.expires_at?.toISOString() ?? null };
      const shown = shownToken(knownToken(row), config.requestsPerMinute);
      return { headers: { 'Cache-Control': 'no-store' }, body: { ...shown, token, previous } };
    },
  }),
});
