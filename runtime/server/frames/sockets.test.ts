import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { frameBounds } from '../../shared/frameReport.ts';
import { aRuntime, type TestRuntime } from '../../test/aRuntime.ts';
import { until } from '../../test/until.ts';

let runtime: TestRuntime;
const opened: WebSocket[] = [];
beforeAll(async () => {
  runtime = await aRuntime();
});
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.terminate();
  await until('the sockets to be gone', async () => (await metric('spacetime_clients_reporting')) === 0);
});
afterAll(() => runtime.remove());

const open = (path = '/frames', headers: Record<string, string> = {}) => {
  const socket = new WebSocket(runtime.url(path).replace('http', 'ws'), { headers });
  // One that is ended while it connects says so with an error.
  socket.on('error', () => {});
  opened.push(socket);
  return socket;
};

const metric = async (name: string) => {
  const text = await (await fetch(runtime.url('/metrics'))).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
};

const report = (frames: number) => {
  const counts = [...frameBounds.map(() => 0), 0];
  counts[6] = frames;
  return JSON.stringify({ type: 'frames', seconds: 1, counts, longestSeconds: 0.014, mode: 'immersive' });
};

describe('/frames', () => {
  it('counts the frames of each client, and the client only while it is there', async () => {
    const before = await metric('spacetime_client_frame_seconds_count');
    for (const frames of [70, 80, 90]) {
      const socket = open();
      await once(socket, 'open');
      socket.send(report(frames));
    }
    await until('three reports', async () => (await metric('spacetime_clients_reporting')) === 3);
    expect(await metric('godot_fps')).toBe(80);
    expect((await metric('spacetime_client_frame_seconds_count')) - before).toBe(240);
    opened[2]?.close();
    await until('one to leave', async () => (await metric('spacetime_clients_reporting')) === 2);
    expect(await metric('godot_fps')).toBe(75);
  });

  it('says which revision it belongs to, as every answer does', async () => {
    const [answer] = (await once(open(), 'upgrade')) as [IncomingMessage];
    expect(answer.headers['x-spacetime-revision']).toBe('dev');
  });

  it('takes one report of those that come too fast', async () => {
    const before = await metric('spacetime_client_frame_seconds_count');
    const socket = open();
    await once(socket, 'open');
    for (let n = 0; n < 50; n++) socket.send(report(10));
    socket.close();
    await once(socket, 'close');
    expect((await metric('spacetime_client_frame_seconds_count')) - before).toBe(10);
  });

  it.each([
    ['nonsense', 1008, 'A report must be a JSON object.'],
    ['{"type":"frames","seconds":1,"counts":[]}', 1008, 'counts must be 16 whole numbers from 0 to 1000.'],
    ['x'.repeat(5000), 1009, ''],
  ])('closes on %j with %d', async (text, code, sentence) => {
    const socket = open();
    await once(socket, 'open');
    socket.send(text);
    const [closedWith, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([closedWith, String(reason)]).toEqual([code, sentence]);
  });

  it.each([
    ['/elsewhere', {}, 404],
    ['/frames', { Origin: 'https://stranger.example' }, 403],
  ])('refuses %s with %j as %d', async (path, headers, status) => {
    const [, answer] = (await once(open(path, headers), 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ];
    expect(answer.statusCode).toBe(status);
  });

  it('lets pages of its own origin report', async () => {
    await once(open('/frames', { Origin: runtime.url('') }), 'open');
  });

  it('takes 64 clients of one network and asks the next to come later', async () => {
    await Promise.all(Array.from({ length: 64 }, () => once(open(), 'open')));
    const [code] = (await once(open(), 'close')) as [number];
    expect(code).toBe(1013);
  });
});
