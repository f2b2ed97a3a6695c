import { once } from 'node:events';
import { WebSocket } from 'ws';
import { aRuntime, type TestRuntime, token } from '../../test/aRuntime.ts';

let runtime: TestRuntime;
const opened: WebSocket[] = [];
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.terminate();
  await runtime.remove();
});

const start = async (env: Record<string, string> = {}) => {
  runtime = await aRuntime(() => env);
};
const ask = (headers: Record<string, string> = {}, path = '/world') => fetch(runtime.url(path), { headers });
const world = async (headers: Record<string, string> = {}) =>
  (await ask(headers)).json() as Promise<{ ticket: string }>;
const bearer = { Authorization: `Bearer ${token}` };
const invite = async () => {
  const headers = { ...bearer, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ kind: 'invitation' });
  const answer = await fetch(runtime.url('/auth/ws-ticket'), { method: 'POST', headers, body });
  const { ticket } = (await answer.json()) as { ticket: string };
  return { Authorization: `Ticket ${ticket}` };
};
const open = (ticket?: string) => {
  const protocols = ticket === undefined ? [] : ['spacetime.v1', `ticket.${ticket}`];
  const socket = new WebSocket(runtime.url('/frames').replace('http', 'ws'), protocols);
  socket.on('error', () => {});
  opened.push(socket);
  return socket;
};
const closed = async (socket: WebSocket) => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, String(reason)];
};

describe('a world that is open to the public', () => {
  it('gives each visitor a ticket that opens a socket once', async () => {
    await start();
    const { ticket } = await world();
    const socket = open(ticket);
    await once(socket, 'open');
    expect(socket.protocol).toBe('spacetime.v1');
    expect(await closed(open(ticket))).toEqual([1008, 'The ticket was used before; ask for another.']);
    await once(open(), 'open');
  });
});

describe('a world that takes visitors with a ticket only', () => {
  it('lets in who brings an invitation, as often as they like, and who has a token', async () => {
    await start({ SPACETIME_ACCESS: 'Ticket' });
    const invitation = await invite();
    const answers = [await ask(), await ask(invitation), await ask(invitation), await ask(bearer)];
    expect(answers.map(({ status }) => status)).toEqual([401, 200, 200, 200]);
    expect(await answers[0]?.json()).toMatchObject({
      error: 'TICKET_REFUSED',
      message: 'This world takes visitors with an invitation only; ask who runs it for an address with one.',
    });
    expect(answers[0]?.headers.get('WWW-Authenticate')).toBe('Ticket');
  });

  it.each([
    ['Ticket nonsense', 'The ticket is not one of this world.'],
    [
      'Ticket ',
      'This world takes visitors with an invitation only; ask who runs it for an address with one.',
    ],
    [
      'Basic dXNlcg==',
      'This world takes visitors with an invitation only; ask who runs it for an address with one.',
    ],
  ])('refuses %s', async (Authorization, message) => {
    await start({ SPACETIME_ACCESS: 'Ticket' });
    expect(await world({ Authorization })).toMatchObject({ status: 401, message });
  });

  it('takes no visitor ticket for an invitation, and no socket without one', async () => {
    await start({ SPACETIME_ACCESS: 'Ticket' });
    const { ticket } = await world(await invite());
    expect(await world({ Authorization: `Ticket ${ticket}` })).toMatchObject({
      message: 'This needs a ticket of the kind invitation, not visitor.',
    });
    expect(await closed(open())).toEqual([
      1008,
      'This socket needs the subprotocol ticket.TICKET, with a ticket of GET /world.',
    ]);
    await once(open(ticket), 'open');
  });
});

describe('callers behind a proxy', () => {
  const burst = async () => {
    const from = (address: string) => ask({ 'X-Forwarded-For': address }, '/scenes');
    const statuses = [];
    for (const address of ['203.0.113.1', '203.0.113.1', '203.0.113.2'])
      statuses.push((await from(address)).status);
    return statuses;
  };
  const env = { SPACETIME_REQUESTS_PER_MINUTE: '1' };

  it('are counted apart where the proxy is trusted', async () => {
    await start({ ...env, SPACETIME_TRUSTED_PROXIES: '127.0.0.0/8, ::1' });
    expect(await burst()).toEqual([401, 429, 401]);
  });

  it('are one caller where it is not', async () => {
    await start(env);
    expect(await burst()).toEqual([401, 429, 429]);
  });
});
