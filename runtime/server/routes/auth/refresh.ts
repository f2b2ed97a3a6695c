import { changeTokens } from '../../access/changeTokens.ts';
import { extendToken } from '../../access/renewToken.ts';
import { knownToken } from '../../access/tokenRows.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { auditOf, ownId, ownTokenProblems } from './acting.ts';
import { ShownToken, shownToken } from './shownToken.ts';

/** The caller's own token for longer. */
export const refreshRoute = ({ database, tokens, config }: Deps): ApiRoute => ({
  path: '/auth/refresh',
  access: 'token',
  post: operation({
    summary: 'Give the token that asks its whole life again, from now.',
    scope: 'read',
    answer: ShownToken,
    problems: ownTokenProblems,
    handle: async ({ caller }) => {
      const id = ownId(caller);
      const row = await changeTokens(database, async (transaction) => {
        const { row, isLonger } = await extendToken(transaction, id);
        const detail = { id, expires_at: row.expires_at };
        const entry = { action: 'token.refreshed', outcome: 'done', detail } as const;
        if (isLonger) await auditOf(transaction, caller, entry);
        return row;
      });
      await tokens.refresh();
      return { body: shownToken(knownToken(row), config.requestsPerMinute) };
    },
  }),
});
