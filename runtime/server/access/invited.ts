import type { Request, RequestHandler } from 'express';
import type { Config } from '../config.ts';
import { Problem } from '../http/problem.ts';
import type { Caller } from './caller.ts';
import type { Tickets } from './tickets.ts';

/** What an invitation is checked with. */
export interface Inviting {
  readonly config: Pick<Config, 'access'>;
  readonly tickets: Pick<Tickets, 'read'>;
}

/**
 * Lets everybody in where the world is open to the public. Where it is not, lets in who brings an API token or an invitation
 * (`Authorization: Ticket TICKET`), which is good until it ends, however often it is shown.
 */
export function invited({ config, tickets }: Inviting, caller: (req: Request) => Caller): RequestHandler {
  return async (req, res, next) => {
    if (config.access === 'Public' || caller(req).credentials === 'valid') return next();
    const [, ticket] = /^Ticket +([^\s]+)$/i.exec(req.get('Authorization') ?? '') ?? [];
    const door = { kind: 'invitation', at: '/world', origin: undefined } as const;
    const answer = ticket === undefined ? { fault: missing } : await tickets.read(ticket, door);
    if (!('fault' in answer)) return next();
    res.setHeader('WWW-Authenticate', 'Ticket');
    throw new Problem(401, 'TICKET_REFUSED', answer.fault);
  };
}

const missing = 'This world takes visitors with an invitation only; ask who runs it for an address with one.';
