import * as z from 'zod';
import type { Caller } from '../../access/caller.ts';
import { changeTokens } from '../../access/changeTokens.ts';
import { announceMounted, succeedMounted } from '../../access/succeedMounted.ts';
import type { MountedToken } from '../../access/tokens.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { auditOf } from './acting.ts';

const digest = { error: 'the SHA-256 of the token, 64 hexadecimal digits' };
const seconds = { error: 'a whole number of seconds from 0 to 604800' };

const Successor = z
  .strictObject(
    {
      digest: z.string(digest).regex(/^[0-9a-f]{64}$/, digest),
      others_end_in: z.int(seconds).min(0, seconds).max(604_800, seconds).optional(),
    },
    { error: 'a JSON object with digest' },
  )
  .meta({ examples: [{ digest: '0'.repeat(64), others_end_in: 3600 }] });

/** What rotates the mounted token, before and after its file changes. The token itself is not sent. */
export const mountedRoute = ({ database, tokens }: Deps): ApiRoute => ({
  path: '/auth/mounted',
  access: 'uncounted',
  post: operation({
    summary:
      'Accept a token that will be mounted in place of the one that asks; with others_end_in (seconds), take it for mounted and end those before it.',
    scope: 'admin',
    body: Successor,
    answer: z.strictObject({ accepted: z.literal(true) }),
    problems: { 409: 'The token that asks is not a mounted one, or the new one was revoked.' },
    handle: async ({ body, caller }) => {
      const mounted = { ...ofMount(caller), digest: body.digest };
      const endIn = body.others_end_in;
      await changeTokens(database, async (transaction) => {
        if (endIn === undefined) await announceMounted(transaction, mounted);
        else await succeedMounted(transaction, mounted, endIn);
        await auditOf(transaction, caller, {
          action: endIn === undefined ? 'token.announced' : 'token.succeeded',
          outcome: 'done',
          detail: { name: mounted.name, ...(endIn !== undefined && { others_end_in: endIn }) },
        });
      });
      await tokens.refresh();
      // Who rotates counts on every pod that has said so.
      if (!tokens.isAccepted({ digest: body.digest }))
        throw new Problem(503, 'STARTING', 'This pod has not read the token yet; ask again in a moment.');
      return { body: { accepted: true as const } };
    },
  }),
});

function ofMount({ token }: Caller): Pick<MountedToken, 'name' | 'scopes'> {
  if (token?.name === 'API_TOKEN' || token?.name === 'ADMIN_TOKEN') return token;
  throw new Problem(
    409,
    'TOKEN_NOT_MOUNTED',
    'Only a token that is mounted can say what is mounted after it.',
  );
}
