import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { closing, subprotocol } from '../../shared/presence/protocol.ts';
import type { AddressOf } from '../access/address.ts';
import type { Tokens } from '../access/tokens.ts';
import { listen } from '../listen.ts';
import { keepAlive } from '../presence/keepAlive.ts';
import { type Client, client } from './client.ts';
import type { Talking } from './conversation.ts';
import { type Publisher, publisher, type Sources } from './publisher.ts';
import type { Connected } from './recognise.ts';

/** The telemetry port, while it is open. */
export interface TelemetryPort {
  readonly port: number;
  readonly open: () => number;
  readonly publish: Publisher['publish'];
  /** Sends everybody elsewhere. */
  readonly dismiss: () => void;
  readonly close: () => void;
}

/** What the telemetry port works with. */
export interface Telemetry {
  readonly sources: Sources;
  readonly talking: (who: Connected) => Talking;
  readonly addressOf: AddressOf;
  readonly tokens: Pick<Tokens, 'isAccepted'>;
  /** Hears of each event that is left out for a client that does not read fast enough. */
  readonly skipped: () => void;
}

const mostClients = 10;
const mostForAddress = 3;
const mostBytes = 64 * 1024;
const heartbeatMilliseconds = 30_000;
const recheckMilliseconds = 1000;

/** Opens the telemetry port. Rejects with a sentence that names the variable. */
export async function openTelemetry(port: number, telemetry: Telemetry): Promise<TelemetryPort> {
  const http = createServer((_req, res) => {
    res.writeHead(426, { Upgrade: 'websocket', Connection: 'close', 'Content-Type': 'text/plain' });
    res.end('The telemetry port speaks WebSocket only.\n');
  });
  const server = new WebSocketServer({
    server: http,
    maxPayload: mostBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  const clients = new Map<WebSocket, Client & { readonly from: string }>();
  server.on('connection', (socket: WebSocket, req: IncomingMessage) => {
    const from = telemetry.addressOf(req);
    const sameAddress = [...clients.values()].filter((other) => other.from === from).length;
    socket.on('error', () => socket.terminate());
    if (clients.size >= mostClients || sameAddress >= mostForAddress)
      return socket.close(closing.crowded, 'Too many telemetry clients; come back later.');
    const talking = telemetry.talking({ address: from, origin: req.headers.origin });
    clients.set(socket, { ...client(socket, talking, telemetry.skipped), from });
    socket.once('close', () => clients.delete(socket));
    keepAlive(socket, heartbeatMilliseconds);
  });
  const publishing = publisher(telemetry.sources, (event, message) => {
    const subscribers = [...clients.values()].filter(({ subscribes }) => subscribes(event));
    const found = subscribers.length > 0 ? message() : undefined;
    if (found) for (const { tell } of subscribers) tell(found, performance.now());
  });
  const recheck = setInterval(() => {
    for (const { token, close } of clients.values()) {
      const known = token();
      if (known && !telemetry.tokens.isAccepted(known)) close(closing.invalid, 'The token has ended.');
    }
  }, recheckMilliseconds);
  recheck.unref();
  return {
    port: await listen(http, port, 'GODOT_TELEMETRY_PORT'),
    open: () => clients.size,
    publish: publishing.publish,
    dismiss: () => {
      for (const { close } of clients.values()) close(closing.moved, 'This pod is going; connect again.');
    },
    close: () => {
      clearInterval(recheck);
      publishing.close();
      for (const socket of server.clients) socket.terminate();
      http.close();
      http.closeAllConnections();
    },
  };
}
