import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { until } from '../../test/until.ts';
import { failed } from './failed.ts';
import { limited } from './limited.ts';

let server: Server;
let ask: (caller: string) => Promise<Response>;
beforeEach(async () => {
  const app = express();
  app.use(limited({ requests: 2, seconds: 1 }, (req) => String(req.headers['x-caller'])));
  app.get('/', (_req, res) => void res.send('here'));
  app.use(failed(pino({ level: 'silent' })));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  ask = (caller) => fetch(`http://127.0.0.1:${port}/`, { headers: { 'X-Caller': caller } });
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
});
