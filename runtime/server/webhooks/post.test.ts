import { aReceiver, type Receiver } from '../../test/aReceiver.ts';
import { type Allowed, ranges } from './addresses.ts';
import { connections } from './connections.ts';
import { type Answer, post } from './post.ts';
import type { Resolve } from './resolve.ts';

const here = ranges('127.0.0.1/32');
const never = new AbortController().signal;

let receiver: Receiver;
afterEach(() => receiver.close());

async function sent(
  url: string,
  { allowed = [] as Allowed, resolve = (async () => ['127.0.0.1']) as Resolve } = {},
) {
  const agent = connections(allowed, resolve);
  const answer = await post(agent, { url, headers: {}, body: '{}', timeoutSeconds: 0.5 }, never);
  await agent.destroy();
  return answer;
}
const port = () => new URL(receiver.url('/')).port;
const refused: Answer = { fault: 'The address is private or reserved; nothing was sent.' };

describe('posting to a webhook', () => {
  beforeEach(async () => {
    receiver = await aReceiver();
  });

  it('refuses a private address, spelt out or behind a name', async () => {
    expect(await sent(receiver.url('/'))).toEqual(refused);
    expect(await sent(`http://public.example:${port()}/`)).toEqual(refused);
    expect(await sent(`http://[::1]:${port()}/`)).toEqual(refused);
    expect(receiver.received).toEqual([]);
  });

  it('reaches what is allowed', async () => {
    expect(await sent(receiver.url('/'), { allowed: here })).toMatchObject({ status: 200 });
    expect(await sent(`http://public.example:${port()}/`, { allowed: here })).toMatchObject({ status: 200 });
  });

  it('connects only to those addresses of a name that may be reached', async () => {
    const resolve = async () => ['10.0.0.1', '127.0.0.1', 'fe80::1'];
    expect(await sent(`http://mixed.example:${port()}/`, { allowed: here, resolve })).toMatchObject({
      status: 200,
    });
  });

  it('judges the very address that it connects to, though the name means another one at each look', async () => {
    const answers = ['127.0.0.1', '10.0.0.1', '127.0.0.1'];
    const resolve = async () => [answers.shift() ?? '10.0.0.1'];
    const url = `http://rebinding.example:${port()}/`;
    expect(await sent(url, { allowed: here, resolve })).toMatchObject({ status: 200 });
    expect(await sent(url, { allowed: here, resolve })).toEqual(refused);
    expect(await sent(url, { resolve })).toEqual(refused);
    expect(receiver.received).toHaveLength(1);
  });

  it('says in its own words what went wrong', async () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    expect(await sent('http://unknown.example/', { resolve: () => Promise.reject(unknown) })).toEqual({
      fault: 'The name of the host cannot be found.',
    });
    expect(await sent('http://127.0.0.1:9/', { allowed: here })).toEqual({
      fault: 'The host refused or ended the connection.',
    });
    expect(await sent(`https://127.0.0.1:${port()}/`, { allowed: here })).toEqual({
      fault: 'The connection is not secure: the certificate of the host is not valid.',
    });
  });
});

describe('a receiver', () => {
  it('that does not answer in time has failed', async () => {
    receiver = await aReceiver(() => {});
    expect(await sent(receiver.url('/'), { allowed: here })).toEqual({
      fault: 'There was no answer within 0.5 s.',
    });
  });

  it('that ends the connection without an answer has failed', async () => {
    receiver = await aReceiver((response) => response.destroy());
    expect(await sent(receiver.url('/'), { allowed: here })).toEqual({
      fault: 'The host refused or ended the connection.',
    });
  });

  it('that speaks something else than HTTP has failed', async () => {
    receiver = await aReceiver((response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(await sent(receiver.url('/'), { allowed: here })).toEqual({
      fault: 'The request failed before there was an answer.',
    });
  });

  it('that asks to be left alone is heard, and nothing else of its answer is kept', async () => {
    receiver = await aReceiver((response) =>
      response.writeHead(429, { 'Retry-After': '7', 'X-Secret': 'x' }).end('secret'),
    );
    expect(await sent(receiver.url('/'), { allowed: here })).toEqual({ status: 429, retryAfter: '7' });
  });
});
