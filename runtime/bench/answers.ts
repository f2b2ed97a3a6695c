import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Answered, load } from './load.ts';
import type { Row } from './row.ts';
import { type Served, serve } from './served.ts';
import type { BenchWorld } from './world.ts';

const repetitions = 3;
const wishes = { connections: 50, seconds: 4 };
const peer = (name: string) => [join(import.meta.dirname, 'peers', name)];

type Headers = Readonly<Record<string, string>>;
type Target = readonly [url: string, headers: Headers];

/** How fast `/status` and `/scenes` are answered, beside express alone and express with the same limiter. */
export async function answers(world: BenchWorld): Promise<Row[]> {
  const { served, unlimited, limited, database } = world;
  const bare = await serve(peer('bareExpress.ts'));
  const withLimiter = await serve(peer('limitedExpress.ts'), { DATABASE_URL: database.url });
  try {
    const token = await inTurn([`${served.url}/status`, unlimited], [`${bare.url}/status`, {}]);
    const both = await inTurn([`${served.url}/status`, limited], [`${withLimiter.url}/status`, limited]);
    const scenes = await inTurn([`${served.url}/scenes`, unlimited], [`${bare.url}/status`, {}]);
    return [
      row('GET /status with a token', 'express, one route', token, '≥ 60 %'),
      row('GET /status with token and limit', 'express and its limiter', both),
      row('GET /scenes with a token', 'express, one route', scenes),
      slowest('GET /status, 99th percentile', token.ours),
      slowest('GET /scenes, 99th percentile', scenes.ours),
      await apacheBench(served, limited),
    ];
  } finally {
    await bare.stop();
    await withLimiter.stop();
  }
}

interface Pair {
  readonly ours: readonly Answered[];
  readonly peer: readonly Answered[];
}

async function inTurn(ours: Target, other: Target): Promise<Pair> {
  const pair: { ours: Answered[]; peer: Answered[] } = { ours: [], peer: [] };
  for (let n = 0; n < repetitions; n++) {
    pair.ours.push(await good(ours));
    pair.peer.push(await good(other));
  }
  return pair;
}

async function good([url, headers]: Target): Promise<Answered> {
  const answered = await load(url, { ...wishes, headers });
  if (answered.failed > 0) throw new Error(`${answered.failed} of the answers of ${url} were not good.`);
  return answered;
}

const row = (what: string, name: string, { ours, peer }: Pair, goal?: string): Row => ({
  what,
  unit: 'answers/s',
  ours: ours.map(({ perSecond }) => perSecond),
  peer: { name, values: peer.map(({ perSecond }) => perSecond) },
  better: 'more',
  ...(goal && { goal }),
});

const slowest = (what: string, answered: readonly Answered[]): Row => ({
  what: `${what}, ${wishes.connections} connections`,
  unit: 'ms',
  ours: answered.map(({ p99 }) => p99),
  better: 'less',
});

/** The load test of the checklist, as it is written there. */
async function apacheBench({ url }: Served, { Authorization = '' }: Headers): Promise<Row> {
  const args = ['-n', '1000', '-c', '10', '-H', `Authorization: ${Authorization}`, `${url}/api/status`];
  const { stdout } = await promisify(execFile)('ab', args);
  const number = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1] ?? 0);
  // An answer of another length is no failure: the time of day is in it.
  const broken = ['Connect', 'Receive', 'Exceptions'].map((kind) => number(new RegExp(`${kind}: (\\d+)`)));
  const bad = broken.reduce((sum, count) => sum + count, number(/^Non-2xx responses:\s+(\d+)/m));
  const good = number(/^Complete requests:\s+(\d+)/m) - bad;
  return {
    what: 'ab -n 1000 -c 10 of /api/status',
    unit: '% good',
    ours: [good / 10],
    better: 'more',
    goal: '100',
  };
}
