import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { around } from '../test/aCandidate.ts';
import { run } from './run.ts';
import type { Site } from './site.ts';
import { telemetry } from './telemetry.ts';

const ticketed: Site = {
  url: () => 'http://127.0.0.1:1/',
  ask: async () => ({
    status: 200,
    headers: {},
    bytes: Buffer.from(JSON.stringify({ ticket: 'a-ticket' })),
    milliseconds: 1,
  }),
  until: () => ticketed,
};

type Said = { readonly type: string; readonly ticket?: string };

/** Runs the check against a telemetry port that answers as a test says; undefined closes the connection. */
async function against(answer: (said: Said) => object | undefined) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) =>
    socket.on('message', (data) => {
      const reply = answer(JSON.parse(String(data)));
      if (reply) socket.send(JSON.stringify(reply));
      else socket.close();
    }),
  );
  const { port } = server.address() as AddressInfo;
  const access = async () => ({
    token: 'a-token',
    limited: 'another',
    ports: { telemetry: port, tls: undefined },
  });
  const [outcome] = await run(
    [telemetry],
    around({ url: ticketed.url }, { world: ticketed, access }),
    () => {},
  );
  for (const socket of server.clients) socket.terminate();
  server.close();
  return outcome;
}

const replies: Readonly<Record<string, object>> = {
  ping: { type: 'pong' },
  get_snapshot: { type: 'snapshot', data: { status: 'ok' } },
  subscribe: { type: 'subscribed' },
};
const good = ({ type, ticket }: Said): object | undefined =>
  type === 'auth' ? { type: ticket ? 'auth_success' : 'auth_failed' } : replies[type];

it('a port that answers as it should passes', async () => {
  expect(await against(good)).toMatchObject({ result: 'Passed' });
});

it.each<[string, (said: Said) => object | undefined, string]>([
  [
    'lets in who has no good token',
    (said) => (said.type === 'auth' ? { type: 'auth_success' } : good(said)),
    'A wrong token got auth_success instead of auth_failed.',
  ],
  [
    'lets nobody in',
    (said) => (said.type === 'auth' ? { type: 'auth_failed' } : good(said)),
    'Telemetry answered auth_failed to auth, not auth_success.',
  ],
  [
    'closes instead of answering a ping',
    (said) => (said.type === 'ping' ? undefined : good(said)),
    'The telemetry port closed the connection.',
  ],
  [
    'has an empty snapshot',
    (said) => (said.type === 'get_snapshot' ? { type: 'snapshot' } : good(said)),
    'The snapshot of telemetry holds nothing.',
  ],
  [
    'does not know the event',
    (said) => (said.type === 'subscribe' ? { type: 'error' } : good(said)),
    'Telemetry answered error to subscribe, not subscribed.',
  ],
])('a port that %s fails', async (_, answer, evidence) => {
  expect(await against(answer)).toMatchObject({ result: 'Failed', evidence });
});
