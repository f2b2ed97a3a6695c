import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { listen } from '../listen.ts';
import { conversation, type Telemetry } from './conversation.ts';

/** The telemetry port, while it is open. */
export interface TelemetryPort {
  readonly port: number;
  readonly open: () => number;
  /** Sends everybody elsewhere. */
  readonly dismiss: () => void;
  readonly close: () => void;
}

const closing = { refused: 1008, moved: 1012, crowded: 1013 } as const;
const mostClients = 10;
const mostForAddress = 3;
const authMilliseconds = 10_000;

/** Opens the telemetry port. Rejects with a sentence that names the variable. */
export async function openTelemetry(port: number, telemetry: Telemetry): Promise<TelemetryPort> {
  const http = createServer((_req, res) => {
    res.writeHead(426, { Upgrade: 'websocket', Connection: 'close', 'Content-Type': 'text/plain' });
    res.end('The telemetry port speaks WebSocket only.\n');
  });
  const server = new WebSocketServer({ server: http, maxPayload: 4096, perMessageDeflate: false });
  const addresses = new Map<WebSocket, string>();
  server.on('connection', (socket: WebSocket, req: IncomingMessage) => {
    const from = req.socket.remoteAddress ?? '';
    const sameAddress = [...addresses.values()].filter((other) => other === from).length;
    socket.on('error', () => socket.terminate());
    if (addresses.size >= mostClients || sameAddress >= mostForAddress)
      return socket.close(closing.crowded, 'Too many telemetry clients; come back later.');
    addresses.set(socket, from);
    socket.once('close', () => addresses.delete(socket));
    talk(socket, telemetry);
  });
  return {
    port: await listen(http, port, 'GODOT_TELEMETRY_PORT'),
    open: () => addresses.size,
    dismiss: () => {
      for (const socket of addresses.keys()) socket.close(closing.moved, 'This pod is going; connect again.');
    },
    close: () => {
      for (const socket of server.clients) socket.terminate();
      http.close();
      http.closeAllConnections();
    },
  };
}

function talk(socket: WebSocket, telemetry: Telemetry): void {
  const { reply, isKnown } = conversation(telemetry);
  const timer = setTimeout(() => {
    if (!isKnown()) socket.close(closing.refused, 'No auth message came within 10 s.');
  }, authMilliseconds);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
  const answer = async (text: string) => {
    const { message, end } = await reply(text);
    socket.send(JSON.stringify(message));
    if (end) socket.close(closing.refused, 'Not authorised.');
  };
  socket.on('message', (data) => void answer(String(data)).catch(() => socket.terminate()));
}
