import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { until } from '../test/until.ts';
import { readConfig } from './config.ts';
import { openServers, type Servers, type Serving } from './servers.ts';

let directory: string;
let servers: Servers;
const sockets: Socket[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spacetime-servers-'));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  servers.close();
  await rm(directory, { recursive: true });
});

const open = async (more: Partial<Serving>) => {
  const config = readConfig({ SPACETIME_TLS_DIR: directory, GODOT_API_PORT: '0', SPACETIME_TLS_PORT: '0' });
  const log = pino({ level: 'silent' });
  const app: Serving['app'] = (req, res) => void req.resume().once('end', () => res.end('here'));
  servers = await openServers(config, { app, prepare: () => {}, log, ...more });
};
const send = (bytes: string) => {
  const socket = connect(servers.ports.api, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  socket.write(bytes);
  return socket;
};

describe('the servers', () => {
  const hasty = { headersTimeout: 100, requestTimeout: 300, connectionsCheckingInterval: 50 };

  it.each([
    ['does not finish its headers', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['does not finish its body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc'],
  ])('cut off a sender that %s', async (_, bytes) => {
    await open({ limits: hasty });
    expect(await text(send(bytes))).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answer nobody with headers of more than 16 KiB', async () => {
    await open({});
    const answer = await text(send(`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('take no more connections than they can hold, and more when some have gone', async () => {
    await open({ connections: 2 });
    const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
    const first = send(request);
    for (const socket of [first, send(request)]) await new Promise((resolve) => socket.once('data', resolve));
    expect(await text(send(request))).toBe('');
    first.destroy();
    await until(
      'room for another',
      async () => (await text(send(request.replace('x\r', 'x\r\nConnection: close\r')))) !== '',
    );
  });
});
