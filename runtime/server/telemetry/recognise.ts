import { addressKey } from '../access/address.ts';
import type { Deps } from '../deps.ts';
import type { Talking } from './conversation.ts';

/** Where a ticket for the telemetry port is shown, whatever the number of that port. */
const at = 'telemetry';

/** Who connected. */
export interface Connected {
  readonly address: string;
  readonly origin: string | undefined;
}

/** Recognises who connected by the token or ticket that they show; counts and notes those that are refused. */
export function recogniser(
  { tokens, tickets, metrics, refusals }: Pick<Deps, 'tokens' | 'tickets' | 'metrics' | 'refusals'>,
  { address, origin }: Connected,
): Talking['recognise'] {
  const refused = (reason: 'UNAUTHORIZED' | 'TICKET_REFUSED', fault: string) => {
    metrics.authFailures.inc({ reason });
    const who = { key: addressKey(address), actor: 'anonymous', address };
    refusals.note({ type: 'auth.failed', ...who, path: at, reason });
    return { fault };
  };
  return async ({ token, ticket }) => {
    if (token !== undefined)
      return tokens.recognise(token) ?? refused('UNAUTHORIZED', 'token must be a valid API token.');
    const claims = await tickets.redeem(ticket ?? '', { kind: 'api', at, origin });
    if ('fault' in claims) return refused('TICKET_REFUSED', claims.fault);
    const found = claims.token === undefined ? undefined : tokens.withId(claims.token);
    return found ?? refused('TICKET_REFUSED', 'The token that the ticket was made with has ended.');
  };
}
