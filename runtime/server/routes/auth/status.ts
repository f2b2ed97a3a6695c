import * as z from 'zod';
import { scopes } from '../../access/scopes.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { ShownToken, shownToken } from './shownToken.ts';

/** Who asks, as the world sees it. */
export const authStatusRoute = ({ config }: Deps): ApiRoute => ({
  path: '/auth/status',
  access: 'token',
  get: operation({
    summary: 'Who asks: the token, what it is good for, and until when.',
    scope: 'read',
    answer: z.strictObject({
      authenticated: z.literal(true),
      token: ShownToken,
      scopes: z.array(z.enum(scopes)).meta({ description: 'With those of X-Admin-Token.' }),
      address: z.string(),
    }),
    handle: ({ caller: { token, scopes, address } }) => {
      if (!token) throw new Problem(401, 'UNAUTHORIZED', 'The request needs a valid API token.');
      const shown = shownToken(token, config.requestsPerMinute);
      return { body: { authenticated: true as const, token: shown, scopes: [...scopes], address } };
    },
  }),
});
