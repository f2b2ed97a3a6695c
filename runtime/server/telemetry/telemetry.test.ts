import { once } from 'node:events';
import { WebSocket } from 'ws';
import { frameBounds } from '../../shared/frameReport.ts';
import { readFps } from '../../shared/telemetryFrames.ts';
import { aRuntime, type TestRuntime, token } from '../../test/aRuntime.ts';
import { until } from '../../test/until.ts';

let runtime: TestRuntime;
const opened: WebSocket[] = [];
beforeAll(async () => {
  runtime = await aRuntime();
});
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.terminate();
  await until('the clients to be gone', async () => (await sockets()).every((count) => count === 0));
});
afterAll(() => runtime.remove());

const sockets = async () => {
  const text = await (await fetch(runtime.url('/metrics'))).text();
  return [...text.matchAll(/^spacetime_sockets{kind="(?:telemetry|frames)"} (\d+)$/gm)].map(([, count]) =>
    Number(count),
  );
};

const open = async (options: { origin?: string } = {}) => {
  const socket = new WebSocket(`ws://127.0.0.1:${runtime.ports.telemetry}`, options);
  socket.on('error', () => {});
  opened.push(socket);
  await once(socket, 'open');
  return socket;
};
const heard = async (socket: WebSocket) => {
  const [data, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
  return isBinary ? data : JSON.parse(String(data));
};
const say = (socket: WebSocket, message: unknown) => {
  const answer = heard(socket);
  socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return answer;
};
const enter = async () => {
  const socket = await open();
  await say(socket, { type: 'auth', token });
  return socket;
};
const closed = async (socket: WebSocket) => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, String(reason)];
};
const post = async <T>(path: string, body: object) => {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(runtime.url(path), { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as T;
};
const report = async (frames: number) => {
  const page = new WebSocket(runtime.url('/frames').replace('http', 'ws'));
  opened.push(page);
  await once(page, 'open');
  const counts = [...frameBounds.map(() => 0), 0];
  counts[6] = frames;
  page.send(JSON.stringify({ type: 'frames', seconds: 1, counts, longestSeconds: 0.014, mode: 'immersive' }));
};

describe('the telemetry port', () => {
  it('gives a snapshot to who has said the token first', async () => {
    const socket = await open();
    expect(await say(socket, { type: 'auth', token })).toMatchObject({
      type: 'auth_success',
      name: 'API_TOKEN',
    });
    expect(await say(socket, { type: 'get_snapshot' })).toMatchObject({
      type: 'snapshot',
      data: { fps: null, scene: { scene_name: 'vr_main' }, memory_bytes: expect.any(Number) },
    });
    expect(await say(socket, { type: 'ping' })).toMatchObject({ type: 'pong' });
  });

  it('takes a ticket in place of the token, once, and from the origin that it is for', async () => {
    const { ticket } = await post<{ ticket: string }>('/auth/ws-ticket', { origin: 'https://a.example' });
    const auth = { type: 'auth', ticket };
    expect(await say(await open(), auth)).toEqual({
      type: 'auth_failed',
      message: 'The ticket is for pages of https://a.example only.',
    });
    const origin = 'https://a.example';
    expect(await say(await open({ origin }), auth)).toMatchObject({ type: 'auth_success' });
    expect(await say(await open({ origin }), auth)).toEqual({
      type: 'auth_failed',
      message: 'The ticket was used before; ask for another.',
    });
  });

  it.each([
    [{ type: 'auth', token: 'wrong' }, 'token must be a valid API token.'],
    [{ type: 'auth', ticket: 'wrong' }, 'The ticket is not one of this world.'],
    [{ type: 'get_snapshot' }, 'The first message must be auth with a valid API token or ticket.'],
    [{ type: 'auth' }, 'auth must have either token or ticket.'],
    ['nonsense', 'type must be one of auth, subscribe, unsubscribe, configure, get_snapshot, ping.'],
  ])('shows the door to %j', async (message, sentence) => {
    const socket = await open();
    const end = closed(socket);
    expect(await say(socket, message)).toEqual({ type: 'auth_failed', message: sentence });
    expect(await end).toEqual([1008, 'Not authorised.']);
  });

  it.each([
    ['a first message of more than 1 KiB', JSON.stringify({ type: 'auth', token: 'x'.repeat(1100) }), 1008],
    ['bytes that are no text', Buffer.from([1, 2, 3]), 1008],
    ['a message of more than 64 KiB', 'x'.repeat(65_537), 1009],
  ])('closes on %s', async (_, message, code) => {
    const socket = await open();
    socket.send(message);
    expect((await closed(socket))[0]).toBe(code);
  });

  it('closes on a client that talks without end', async () => {
    const socket = await enter();
    for (let n = 0; n < 60; n++) socket.send('{"type":"ping"}');
    expect(await closed(socket)).toEqual([1008, 'Too many messages at once.']);
  });

  it('answers what it does not know with a sentence, and goes on', async () => {
    const socket = await enter();
    expect(await say(socket, { type: 'dance' })).toMatchObject({ type: 'error' });
    expect(await say(socket, { type: 'ping' })).toMatchObject({ type: 'pong' });
  });

  it('takes three clients of one address', async () => {
    for (let n = 0; n < 3; n++) await open();
    expect((await closed(await open()))[0]).toBe(1013);
  });

  it('sends away who came with a token that was revoked meanwhile', async () => {
    const robot = await post<{ id: number; token: string }>('/auth/tokens', { name: 'robot' });
    const socket = await open();
    await say(socket, { type: 'auth', token: robot.token });
    await post('/auth/revoke', { id: robot.id });
    expect(await closed(socket)).toEqual([1008, 'The token has ended.']);
  });

  it('speaks WebSocket only', async () => {
    const answer = await fetch(`http://127.0.0.1:${runtime.ports.telemetry}/`);
    expect([answer.status, await answer.text()]).toEqual([
      426,
      'The telemetry port speaks WebSocket only.\n',
    ]);
  });
});

describe('events', () => {
  it('tell the frame rate that clients report, in the form that was asked for', async () => {
    const socket = await enter();
    expect(await say(socket, { type: 'subscribe', events: ['fps'] })).toEqual({
      type: 'subscribed',
      events: ['fps'],
    });
    await report(72);
    const reading = readFps(await heard(socket), 'le');
    expect([reading.fps, reading.physics, reading.render]).toEqual([72, Number.NaN, Number.NaN]);
    expect(reading.frame).toBeCloseTo(1000 / 72, 4);
    socket.send('{"type":"configure","binary_format":"none"}');
    while ((await heard(socket)).type !== 'configured');
    expect(await heard(socket)).toMatchObject({
      type: 'event',
      event: 'fps',
      data: { fps: 72, physics_time_ms: null, render_time_ms: null, clients_reporting: 1 },
    });
  });

  it('tell of each scene that is loaded', async () => {
    const socket = await enter();
    await say(socket, { type: 'subscribe', events: ['scene_loaded'] });
    const news = heard(socket);
    await post('/scene', { scene_path: 'res://minimal_test.tscn' });
    expect(await news).toMatchObject({
      type: 'event',
      event: 'scene_loaded',
      data: { scene_path: 'res://minimal_test.tscn', load_time_ms: expect.any(Number) },
    });
  });

  it('are no longer sent once they are not wanted', async () => {
    const socket = await enter();
    const events = ['scene_loaded', 'fps'];
    await say(socket, { type: 'subscribe', events });
    expect(await say(socket, { type: 'unsubscribe', events })).toEqual({ type: 'unsubscribed', events: [] });
    await post('/scene', { scene_path: 'res://vr_main.tscn' });
    expect(await say(socket, { type: 'ping' })).toMatchObject({ type: 'pong' });
  });
});

describe('a pod that is drained', () => {
  it('sends its telemetry clients elsewhere', async () => {
    const end = closed(await open());
    await post('/admin/drain', {});
    expect((await end)[0]).toBe(1012);
  });
});
