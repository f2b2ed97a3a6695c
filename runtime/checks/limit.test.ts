import { jest } from '@jest/globals';
import { around } from '../test/aCandidate.ts';
import { limit } from './limit.ts';
import type { Answer, Site } from './site.ts';

afterEach(() => jest.restoreAllMocks());

const answer = (status: number): Answer => ({
  status,
  headers: { 'retry-after': '1' },
  bytes: new Uint8Array(),
  milliseconds: 1,
});

it('answers that took longer than the window of the limit say nothing, and are asked for again in another', async () => {
  const statuses = [...Array(15).fill(200), ...Array(10).fill(200), ...Array(5).fill(429), 200];
  const world: Site = {
    url: (path) => path,
    ask: async () => answer(statuses.shift()),
    until: () => world,
  };
  const moments = [0, 5000, 10_000, 14_999];
  jest.spyOn(performance, 'now').mockImplementation(() => moments.shift() ?? 0);
  const access = async () => ({ token: '', limited: '', ports: { telemetry: undefined, tls: undefined } });
  const { signal } = new AbortController();
  expect(await limit.ask({ ...around({ url: () => 'http://127.0.0.1:1' }), world, access, signal })).toBe(
    '10 of 15 requests admitted, 429 to the rest, 200 again after 1 s',
  );
});
