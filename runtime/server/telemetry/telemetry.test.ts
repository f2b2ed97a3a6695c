import { once } from 'node:events';
import { WebSocket } from 'ws';
import { aRuntime, type TestRuntime, token } from '../../test/aRuntime.ts';

let runtime: TestRuntime;
const opened: WebSocket[] = [];
beforeEach(async () => {
  runtime = await aRuntime();
});
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.terminate();
  await runtime.remove();
});

const open = async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${runtime.ports.telemetry}`);
  socket.on('error', () => {});
  opened.push(socket);
  await once(socket, 'open');
  return socket;
};

const say = async (socket: WebSocket, message: unknown) => {
  const answered = once(socket, 'message');
  socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const [answer] = (await answered) as [Buffer];
  return JSON.parse(String(answer));
};

const code = async (socket: WebSocket) => ((await once(socket, 'close')) as [number])[0];

describe('the telemetry port', () => {
  it('gives a snapshot to who has said the token first', async () => {
    const socket = await open();
    expect(await say(socket, { type: 'auth', token })).toEqual({ type: 'auth_success' });
    expect(await say(socket, { type: 'get_snapshot' })).toMatchObject({
      type: 'snapshot',
      data: { fps: null, scene: { scene_name: 'vr_main' }, memory_bytes: expect.any(Number) },
    });
    expect(await say(socket, { type: 'ping' })).toMatchObject({ type: 'pong' });
  });

  it.each([
    [{ type: 'auth', token: 'wrong' }, 'The first message must be auth with a valid API token.'],
    [{ type: 'get_snapshot' }, 'The first message must be auth with a valid API token.'],
    [{ type: 'auth' }, 'token must be text.'],
    ['nonsense', 'type must be auth, get_snapshot or ping.'],
  ])('shows the door to %j', async (message, sentence) => {
    const socket = await open();
    const closed = code(socket);
    expect(await say(socket, message)).toEqual({ type: 'auth_failed', message: sentence });
    expect(await closed).toBe(1008);
  });

  it('answers what it does not know with a sentence, and goes on', async () => {
    const socket = await open();
    await say(socket, { type: 'auth', token });
    expect(await say(socket, { type: 'dance' })).toEqual({
      type: 'error',
      message: 'type must be auth, get_snapshot or ping.',
    });
    expect(await say(socket, { type: 'ping' })).toMatchObject({ type: 'pong' });
  });

  it('takes three clients of one address', async () => {
    for (let n = 0; n < 3; n++) await open();
    expect(await code(await open())).toBe(1013);
  });

  it('sends its clients elsewhere when the pod is drained', async () => {
    const closed = code(await open());
    await fetch(runtime.url('/admin/drain'), {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(await closed).toBe(1012);
  });

  it('speaks WebSocket only', async () => {
    const answer = await fetch(`http://127.0.0.1:${runtime.ports.telemetry}/`);
    expect([answer.status, await answer.text()]).toEqual([
      426,
      'The telemetry port speaks WebSocket only.\n',
    ]);
  });
});
