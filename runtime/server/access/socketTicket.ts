import type { IncomingMessage } from 'node:http';

const prefix = 'ticket.';

/**
 * The ticket that a socket brings, if any. Browsers cannot send headers with a WebSocket, so that it comes as a subprotocol:
 * `Sec-WebSocket-Protocol: spacetime.v1, ticket.TICKET`.
 */
export function ticketOf({ headers }: IncomingMessage): string | undefined {
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  return offered.find((name) => name.startsWith(prefix))?.slice(prefix.length);
}
