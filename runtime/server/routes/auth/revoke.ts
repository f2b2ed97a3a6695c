import * as z from 'zod';
import type { Caller } from '../../access/caller.ts';
import { changeTokens } from '../../access/changeTokens.ts';
import { type Revoked, revokeTokens, type Which } from '../../access/revokeTokens.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { auditOf, ownId } from './acting.ts';

const id = { error: 'the number of a token' };
const name = { error: 'the name of tokens, 1 to 64 characters' };

const Revoke = z
  .strictObject(
    {
      id: z.int(id).min(1, id).optional(),
      name: z.string(name).min(1, name).max(64, name).optional(),
    },
    { error: 'a JSON object with id or name, or nothing for the token that asks' },
  )
  .refine(({ id, name }) => id === undefined || name === undefined, {
    error: 'left out where id is given',
    path: ['name'],
  })
  .optional();

type Revoke = z.infer<typeof Revoke>;

/** Ends tokens before their time. */
export const revokeRoute = ({ database, tokens }: Deps): ApiRoute => ({
  path: '/auth/revoke',
  access: 'token',
  post: operation({
    summary: 'End a token, by id or name, or the one that asks. Others need the scope admin.',
    scope: 'read',
    body: Revoke,
    answer: z.strictObject({ revoked: z.array(z.strictObject({ id: z.int(), name: z.string() })) }),
    problems: {
      403: 'The token that asks may end itself only.',
      404: 'There is no such token that has not ended, or the API is off.',
      409: "It is the last admin's token.",
    },
    handle: async ({ body, caller }) => {
      const which = chosen(body, caller);
      const outcome = await changeTokens(database, async (transaction) => {
        const done = await revokeTokens(transaction, which);
        await auditOf(transaction, caller, {
          action: 'token.revoked',
          outcome: 'revoked' in done ? 'done' : 'refused',
          detail: { ...which, ...('refused' in done && { reason: done.refused }) },
        });
        return done;
      });
      await tokens.refresh();
      return { body: { revoked: answered(outcome, which) } };
    },
  }),
});

function chosen(body: Revoke, caller: Caller): Which {
  const own = caller.token?.id;
  if (body?.name === undefined && (body?.id === undefined || body.id === own)) return { id: ownId(caller) };
  if (!caller.scopes.includes('admin'))
    throw new Problem(403, 'SCOPE_MISSING', 'This token may end itself only; others need the scope admin.');
  return body.name === undefined ? { id: body.id ?? 0 } : { name: body.name };
}

function answered(outcome: Revoked, which: Which): { id: number; name: string }[] {
  if ('revoked' in outcome) return outcome.revoked.map(({ id, name }) => ({ id, name }));
  if (outcome.refused === 'last-admin')
    throw new Problem(
      409,
      'LAST_ADMIN',
      'Nobody would be left who may do this; issue or mount another token with the scope admin first.',
    );
  const wanted = 'id' in which ? `with the id ${which.id}` : `called ${which.name}`;
  throw new Problem(404, 'TOKEN_NOT_FOUND', `There is no token ${wanted} that has not ended.`);
}
