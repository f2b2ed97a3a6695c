import { once } from 'node:events';
import { request } from 'node:https';
import { type ConnectionOptions, connect } from 'node:tls';
import { WebSocket } from 'ws';

/** How a visitor comes to a world by HTTPS: to this address, by this name, believing this authority alone. */
export interface Way {
  readonly host: string;
  readonly servername: string;
  readonly ca: string;
}

/** Serial number of the certificate that visitors are shown; rejects when it is not to be believed. */
export async function shownTo(way: Way): Promise<string> {
  const socket = connect({ ...way, port: 443 });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(10_000) });
    return socket.getPeerCertificate().serialNumber;
  } finally {
    socket.destroy();
  }
}

/** A visitor who asks five times a second, each time by a connection of its own, and keeps a WebSocket open. */
export interface Visitor {
  readonly asked: () => number;
  /** What went wrong, as sentences. */
  readonly failures: readonly string[];
  /** Whether the socket that was opened first still answers. */
  readonly answers: () => Promise<boolean>;
  readonly leave: () => void;
}

export async function aVisitor(way: Way): Promise<Visitor> {
  const failures: string[] = [];
  let asked = 0;
  const socket = new WebSocket(`wss://${way.host}/frames`, options(way));
  await once(socket, 'open');
  socket.on('close', (code) => failures.push(`The socket was closed with ${code}.`));
  socket.on('error', ({ message }) => failures.push(`The socket failed: ${message}.`));
  const timer = setInterval(() => {
    asked += 1;
    ask(way).catch((error: Error) => failures.push(`Request ${asked} failed: ${error.message}.`));
  }, 200);
  return {
    asked: () => asked,
    failures,
    answers: async () => {
      socket.ping();
      await once(socket, 'pong', { signal: AbortSignal.timeout(10_000) });
      return socket.readyState === WebSocket.OPEN;
    },
    leave: () => {
      clearInterval(timer);
      socket.removeAllListeners('close');
      socket.terminate();
    },
  };
}

const options = ({ servername, ca }: Way): ConnectionOptions => ({ servername, ca });

async function ask({ host, servername, ca }: Way): Promise<void> {
  const sent = request({ host, servername, ca, path: '/status', agent: false, timeout: 10_000 });
  sent.on('timeout', () => sent.destroy(new Error('timed out')));
  sent.end();
  const [answer] = await once(sent, 'response');
  answer.resume();
  if (answer.statusCode !== 200) throw new Error(`it was answered ${answer.statusCode}`);
}
