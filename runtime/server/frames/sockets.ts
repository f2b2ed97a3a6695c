import type { IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { type FrameReport, frameBounds } from '../../shared/frameReport.ts';
import { closing } from '../../shared/presence/protocol.ts';
import type { AddressOf } from '../access/address.ts';
import { ticketOf } from '../access/socketTicket.ts';
import type { Tickets } from '../access/tickets.ts';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics.ts';
import { farewell } from '../presence/farewell.ts';
import { keepAlive } from '../presence/keepAlive.ts';
import { refuseUpgrade, type Upgrade } from '../upgrades.ts';
import { network } from './network.ts';
import { readReport } from './report.ts';
import type { Votes } from './votes.ts';

/** What the sockets work with. `now` is in milliseconds. */
export interface Listening {
  readonly votes: Votes;
  readonly metrics: Pick<Metrics, 'frameSeconds'>;
  readonly now: () => number;
  readonly tickets: Pick<Tickets, 'redeem'>;
  readonly addressOf: AddressOf;
  readonly config: Pick<Config, 'access' | 'revision'>;
}

/** The sockets at `/frames`, on which pages report. */
export interface FrameSockets {
  readonly upgrade: Upgrade;
  readonly open: () => number;
  /** Sends everybody elsewhere, now and from now on. */
  readonly dismiss: () => void;
}

// A full room behind one address; the rate that a room measures does not get better with more.
const mostPerNetwork = 64;
const heartbeatMilliseconds = 30_000;
const leastBetweenReports = 400;

/** Sockets for frame reports. Whoever sends what is none, or too much, is closed with a sentence. */
export function frameSockets(listening: Listening): FrameSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false });
  const networks = new Map<WebSocket, string>();
  let leaving = false;
  server.on('headers', (headers) => headers.push(`X-Spacetime-Revision: ${listening.config.revision}`));

  const welcome = (socket: WebSocket, from: string, fault: string | undefined) => {
    const crowd = [...networks.values()].filter((other) => other === from).length;
    socket.on('error', () => socket.terminate());
    if (leaving) return farewell(socket, closing.moved, 'This pod is going; connect again.');
    if (fault) return farewell(socket, closing.invalid, fault);
    if (crowd >= mostPerNetwork)
      return farewell(socket, closing.crowded, 'Enough clients report from this network.');
    networks.set(socket, from);
    socket.once('close', () => {
      networks.delete(socket);
      listening.votes.leave(socket);
    });
    listen(socket, listening);
    keepAlive(socket, heartbeatMilliseconds);
  };

  return {
    upgrade: (req, connection, head) =>
      void ticketFault(req, listening)
        .then((fault) =>
          server.handleUpgrade(req, connection, head, (socket) =>
            welcome(socket, network(listening.addressOf(req)), fault),
          ),
        )
        .catch(() => refuseUpgrade(connection, '503 Service Unavailable')),
    open: () => networks.size,
    dismiss: () => {
      leaving = true;
      for (const socket of networks.keys())
        farewell(socket, closing.moved, 'This pod is going; connect again.');
    },
  };
}

/** A ticket that comes is looked at; where the world is open to everybody, none need come. */
async function ticketFault(
  req: IncomingMessage,
  { tickets, config }: Pick<Listening, 'tickets' | 'config'>,
): Promise<string | undefined> {
  const ticket = ticketOf(req);
  if (ticket === undefined)
    return config.access === 'Public'
      ? undefined
      : 'This socket needs the subprotocol ticket.TICKET, with a ticket of GET /world.';
  const answer = await tickets.redeem(ticket, { kind: 'visitor', at: '/frames', origin: req.headers.origin });
  return 'fault' in answer ? answer.fault : undefined;
}

function listen(socket: WebSocket, { votes, metrics, now }: Listening): void {
  let last = Number.NEGATIVE_INFINITY;
  socket.on('message', (data) => {
    const report = readReport(String(data));
    if ('fault' in report) return farewell(socket, closing.invalid, report.fault);
    if (now() - last < leastBetweenReports) return;
    last = now();
    const frames = report.counts.reduce((sum, count) => sum + count, 0);
    votes.report(socket, { at: last, frames, seconds: report.seconds });
    observe(report, metrics);
  });
}

function observe({ counts }: FrameReport, { frameSeconds }: Listening['metrics']): void {
  for (const [index, count] of counts.entries()) {
    const middle = ((frameBounds[index - 1] ?? 0) + (frameBounds[index] ?? 1)) / 2;
    for (let n = 0; n < count; n++) frameSeconds.observe(middle);
  }
}
