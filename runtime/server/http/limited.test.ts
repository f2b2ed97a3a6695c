import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { until } from '../../test/until.ts';
import type { Caller } from '../access/caller.ts';
import { localLimits } from '../access/limits.ts';
import type { KnownToken } from '../access/tokens.ts';
import { failed } from './failed.ts';
import { limited, limitedByAddress } from './limited.ts';

let server: Server;
let ask: (caller: string, path?: string) => Promise<Response>;
const limitOf: Readonly<Record<string, KnownToken['limit']>> = {
  'a busy robot': { requests: 3, seconds: 60 },
  'a check': 'none',
};

beforeEach(async () => {
  const app = express();
  const caller = ({ headers }: express.Request) => {
    const key = String(headers['x-caller']);
    return { key, address: key, token: limitOf[key] && { limit: limitOf[key] } } as unknown as Caller;
  };
  const limiting = { limits: localLimits(), usual: { requests: 2, seconds: 1 }, caller };
  app.get('/', limited(limiting), (_req, res) => void res.send('here'));
  app.get(
    '/page',
    limitedByAddress({ ...limiting, limits: localLimits() }),
    (_req, res) => void res.send('page'),
  );
  app.use(failed(pino({ level: 'silent' })));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  ask = (caller, path = '/') => fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'X-Caller': caller } });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('limited', () => {
  it('counts every caller for itself', async () => {
    const statuses = [];
    for (const caller of ['ann', 'ann', 'bob', 'ann', 'bob']) statuses.push((await ask(caller)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 200]);
  });

  it('says how many requests are left', async () => {
    const left = [(await ask('ann')).headers, (await ask('ann')).headers];
    expect(left.map((headers) => headers.get('X-RateLimit-Remaining'))).toEqual(['1', '0']);
    expect(left.map((headers) => headers.get('RateLimit'))).toEqual([
      '"default";r=1;t=1',
      '"default";r=0;t=1',
    ]);
  });

  it('starts again when the window is over', async () => {
    for (let n = 0; n < 3; n++) await ask('ann');
    expect(await until('the next window', async () => (await ask('ann')).status === 200)).toBe(true);
  });

  it('gives a token with a limit of its own that limit, and says so', async () => {
    const answers = [];
    for (let n = 0; n < 4; n++) answers.push(await ask('a busy robot'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers.get('RateLimit-Policy')).toBe('"default";q=3;w=60');
    expect(await answers[3]?.json()).toMatchObject({ error: 'RATE_LIMIT_EXCEEDED', retry_after: 60 });
  });

  it('does not count a token without a limit', async () => {
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await ask('a check'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers[0]?.headers.get('RateLimit')).toBeNull();
  });
});

describe('limitedByAddress', () => {
  it('says nothing of its budget until that is spent', async () => {
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push(await ask('192.0.2.1', '/page'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('Retry-After'))).toEqual([null, null, '1']);
    expect(answers[0]?.headers.get('RateLimit')).toBeNull();
  });
});
