import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Check, insist, type Surroundings } from './check.ts';
import { bodyOf } from './site.ts';
import { inMilliseconds, within } from './waiting.ts';

type Message = Readonly<Record<string, unknown>> & { readonly type?: unknown };

/** The telemetry port lets in who has a ticket and nobody else, answers pings, and tells how the world is. */
export const telemetry: Check = {
  name: 'smoke.telemetry',
  ask: async (around) => {
    const { world, access } = around;
    const { token } = await access();
    const refused = await talk(around, (say) => say({ type: 'auth', token: 'a-token-that-nobody-issued' }));
    insist(refused.type === 'auth_failed', `A wrong token got ${refused.type} instead of auth_failed.`);
    const { ticket } = bodyOf<{ readonly ticket: string }>(
      await world.ask('/auth/ws-ticket', { token, body: {} }),
      'POST /auth/ws-ticket',
    );
    return talk(around, async (say) => {
      await expected(say, { type: 'auth', ticket }, 'auth_success');
      const began = performance.now();
      await expected(say, { type: 'ping' }, 'pong');
      const milliseconds = performance.now() - began;
      const { data } = await expected(say, { type: 'get_snapshot' }, 'snapshot');
      insist(typeof data === 'object' && data !== null, 'The snapshot of telemetry holds nothing.');
      await expected(say, { type: 'subscribe', events: ['scene_loaded'] }, 'subscribed');
      return `let in with a ticket, pong in ${inMilliseconds(milliseconds)}, snapshot of ${Object.keys(data).length} values`;
    });
  },
};

type Say = (message: Message) => Promise<Message>;

async function expected(say: Say, message: Message, type: string): Promise<Message> {
  const answer = await say(message);
  insist(answer.type === type, `Telemetry answered ${answer.type} to ${message.type}, not ${type}.`);
  return answer;
}

/** Opens a socket for as long as somebody talks. */
async function talk<T>(
  { world, access, signal }: Surroundings,
  talking: (say: Say) => Promise<T>,
): Promise<T> {
  const { ports } = await access();
  const socket = new WebSocket(`ws://${new URL(world.url('/')).hostname}:${ports.telemetry}`);
  const failed = Promise.withResolvers<never>();
  socket.on('error', ({ message }) => failed.reject(new Error(`The telemetry port failed: ${message}.`)));
  socket.on('close', () => failed.reject(new Error('The telemetry port closed the connection.')));
  failed.promise.catch(() => {});
  const next = <A>(what: Promise<A>) =>
    within(signal, Promise.race([what, failed.promise]), () => 'The telemetry port did not answer.');
  try {
    await next(once(socket, 'open'));
    return await talking(async (message) => {
      const answer = once(socket, 'message');
      socket.send(JSON.stringify(message));
      const [data] = (await next(answer)) as [Buffer];
      return JSON.parse(String(data)) as Message;
    });
  } finally {
    socket.terminate();
  }
}
