import * as z from 'zod';
import type { Caller } from '../../access/caller.ts';
import type { TicketWish } from '../../access/tickets.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { ownId } from './acting.ts';

const origin = { error: 'an origin, such as https://example.com' };
const life = {
  error: 'a whole number of seconds from 1 to 86400, and left out for a ticket of the kind api',
};

const Ticket = z
  .strictObject(
    {
      kind: z.enum(['api', 'invitation'], { error: 'api or invitation' }).default('api').meta({
        description: 'An api ticket opens the telemetry port once, an invitation lets visitors in.',
      }),
      origin: z
        .string(origin)
        .refine((text) => URL.parse(text)?.origin === text, origin)
        .optional(),
      expires_in: z.int(life).min(1, life).max(86_400, life).optional(),
    },
    { error: 'a JSON object, or nothing' },
  )
  .refine(({ kind, expires_in }) => kind === 'invitation' || expires_in === undefined, {
    ...life,
    path: ['expires_in'],
  })
  .optional();

/** Tickets for browsers, which cannot send a token with a WebSocket. */
export const wsTicketRoute = ({ tickets }: Deps): ApiRoute => ({
  path: '/auth/ws-ticket',
  access: 'token',
  post: operation({
    summary: 'A ticket for a WebSocket, good once within 30 s; or an invitation for visitors.',
    scope: 'read',
    body: Ticket,
    answer: z.strictObject({
      ticket: z.string(),
      kind: z.enum(['api', 'invitation']),
      expires_in: z.int().meta({ description: 'Seconds.' }),
      protocol: z.string().meta({ description: 'As sockets bring it, in Sec-WebSocket-Protocol.' }),
    }),
    problems: { 403: 'An invitation needs the scope write.' },
    handle: async ({ body, caller, request }) => {
      const { kind = 'api', expires_in, origin = request.get('Origin') } = body ?? {};
      if (kind === 'invitation' && !caller.scopes.includes('write'))
        throw new Problem(403, 'SCOPE_MISSING', 'An invitation needs a token with the scope write.');
      const seconds = expires_in ?? (kind === 'api' ? 30 : 3600);
      const ticket = await tickets.issue({ ...bound(kind, caller, origin), seconds });
      return {
        headers: { 'Cache-Control': 'no-store' },
        body: { ticket, kind, expires_in: seconds, protocol: `spacetime.v1, ticket.${ticket}` },
      };
    },
  }),
});

const bound = (kind: 'api' | 'invitation', caller: Caller, origin: string | undefined): TicketWish => ({
  kind,
  token: ownId(caller),
  ...(kind === 'api' && origin !== undefined && { origin }),
});
