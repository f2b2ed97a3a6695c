import type { IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ToPage } from '../../shared/presence/control.ts';
import { closing, subprotocol } from '../../shared/presence/protocol.ts';
import type { AddressOf } from '../access/address.ts';
import { ticketOf } from '../access/socketTicket.ts';
import type { Tickets } from '../access/tickets.ts';
import { network } from '../frames/network.ts';
import { refuseUpgrade, type Upgrade } from '../upgrades.ts';
import { keepAlive } from './keepAlive.ts';
import { seat } from './seat.ts';

/** The sockets of pages. */
export interface PageSockets {
  readonly upgrade: Upgrade;
  readonly open: () => number;
  /** Sends everybody elsewhere, now and from now on; each page at its own moment. */
  readonly dismiss: () => void;
  readonly close: () => void;
}

const mostPages = 1000;
// A full room behind one address.
const mostOfNetwork = 256;
const mostBytes = 64 * 1024;
const spreadMilliseconds = 1500;

/** Takes pages that bring a visitor's ticket, up to 256 of one network; others are closed with a sentence. */
export function pageSockets(
  { tickets, addressOf }: { readonly tickets: Pick<Tickets, 'redeem'>; readonly addressOf: AddressOf },
  admit: (socket: WebSocket) => void,
): PageSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: mostBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  const pages = new Map<WebSocket, string>();
  let isLeaving = false;

  const welcome = (socket: WebSocket, from: string, fault: string | undefined) => {
    socket.on('error', () => socket.terminate());
    if (isLeaving) return sendAway(socket);
    const { close } = seat(socket);
    if (socket.protocol !== subprotocol) return close(closing.invalid, needed);
    if (fault) return close(closing.invalid, fault);
    if (isFull(pages, from)) return close(closing.crowded, 'Too many visitors are here; come back later.');
    pages.set(socket, from);
    socket.once('close', () => pages.delete(socket));
    keepAlive(socket);
    admit(socket);
  };

  return {
    // The ticket is looked at before the socket opens, because a page speaks as soon as it does.
    upgrade: (req, connection, head) =>
      void ticketFault(req, tickets)
        .then((fault) =>
          server.handleUpgrade(req, connection, head, (socket) =>
            welcome(socket, network(addressOf(req)), fault),
          ),
        )
        .catch(() => refuseUpgrade(connection, '503 Service Unavailable')),
    open: () => pages.size,
    dismiss: () => {
      isLeaving = true;
      for (const socket of pages.keys()) sendAway(socket);
    },
    close: () => {
      for (const socket of pages.keys()) socket.terminate();
    },
  };
}

function isFull(pages: ReadonlyMap<WebSocket, string>, from: string): boolean {
  if (pages.size >= mostPages) return true;
  let crowd = 0;
  for (const other of pages.values()) if (other === from) crowd += 1;
  return crowd >= mostOfNetwork;
}

function sendAway(socket: WebSocket): void {
  const place = seat(socket);
  const message: ToPage = {
    type: 'drain',
    connect_after_ms: Math.round(100 + spreadMilliseconds * Math.random()),
  };
  place.say(JSON.stringify(message));
  place.close(closing.moved, 'This pod is going; connect again.');
}

const needed = `This socket needs the subprotocols ${subprotocol} and ticket.TICKET, with a ticket of GET /world.`;

async function ticketFault(
  req: IncomingMessage,
  tickets: Pick<Tickets, 'redeem'>,
): Promise<string | undefined> {
  const ticket = ticketOf(req);
  if (ticket === undefined) return needed;
  const { origin } = req.headers;
  const answer = await tickets.redeem(ticket, { kind: 'visitor', at: '/presence', origin });
  return 'fault' in answer ? answer.fault : undefined;
}
