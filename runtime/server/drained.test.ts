import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { aRuntime, type TestRuntime, token } from '../test/aRuntime.ts';
import { until } from '../test/until.ts';

let runtime: TestRuntime;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
afterEach(async () => {
  agent.destroy();
  await runtime.remove();
});

const ask = async (path: string): Promise<IncomingMessage> => {
  const [answer] = (await once(get(runtime.url(path), { agent }), 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer;
};

/** An open connection on which one request was answered. */
const connected = async (): Promise<[Socket]> => {
  const free = once(agent, 'free') as Promise<[Socket]>;
  await ask('/health');
  return free;
};

const drain = () =>
  fetch(runtime.url('/admin/drain'), { method: 'POST', headers: { Authorization: `Bearer ${token}` } });

const frames = async () => {
  const socket = new WebSocket(runtime.url('/frames').replace('http', 'ws'));
  await once(socket, 'open');
  return socket;
};

const closed = async (socket: WebSocket) => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, String(reason)];
};

describe('draining by request', () => {
  it('needs the token', async () => {
    runtime = await aRuntime();
    expect((await fetch(runtime.url('/admin/drain'), { method: 'POST' })).status).toBe(401);
    expect((await ask('/health')).statusCode).toBe(200);
  });

  it('is accepted, makes /health 503, and goes on answering with Connection: close', async () => {
    runtime = await aRuntime();
    const accepted = await drain();
    expect([accepted.status, accepted.headers.get('Connection'), await accepted.json()]).toEqual([
      202,
      'close',
      { status: 'draining' },
    ]);
    for (const [path, status] of [
      ['/health', 503],
      ['/status', 200],
      ['/world', 200],
      ['/nowhere', 404],
    ] as const) {
      const answer = await ask(path);
      expect([path, answer.statusCode, answer.headers.connection]).toEqual([path, status, 'close']);
    }
  });

  it('ends connections on which nothing happens after five seconds', async () => {
    runtime = await aRuntime();
    const [socket] = await connected();
    const gone = once(socket, 'close');
    await drain();
    await gone;
  });

  it('loses no request on a connection that was open before', async () => {
    runtime = await aRuntime();
    await connected();
    await drain();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/world')));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('sends WebSockets elsewhere with 1012, also those that come later', async () => {
    runtime = await aRuntime();
    const early = closed(await frames());
    await drain();
    expect(await early).toEqual([1012, 'This pod is going; connect again.']);
    expect((await closed(await frames()))[0]).toBe(1012);
  });

  it('is remembered by the next process of the same pod', async () => {
    runtime = await aRuntime((directory) => ({ SPACETIME_STATE_DIR: directory }));
    await drain();
    const { directory } = runtime;
    await runtime.close();
    const again = await aRuntime(() => ({ SPACETIME_STATE_DIR: directory }));
    expect((await fetch(again.url('/health'))).status).toBe(503);
    await again.remove();
  });
});

describe('leaving', () => {
  it('waits for the last answer', async () => {
    runtime = await aRuntime();
    const socket = await frames();
    socket.pause();
    let left = false;
    const leaving = runtime.leave().then(() => {
      left = true;
    });
    await until('draining', async () => (await ask('/health')).statusCode === 503);
    expect(left).toBe(false);
    socket.resume();
    await leaving;
    expect(left).toBe(true);
  });

  it('does not wait longer than it may', async () => {
    runtime = await aRuntime(() => ({ SPACETIME_DRAIN_SECONDS: '0' }));
    await runtime.leave();
    expect((await ask('/health')).statusCode).toBe(503);
  });
});
