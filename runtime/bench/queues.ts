import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, run } from 'graphile-worker';
import { Pool } from 'pg';
import type { Row } from './row.ts';
import { type BenchWorld, benchWorld } from './world.ts';

const count = 500;
const senders = 10;
const operations = [{ action: 'get_info', scene_path: 'res://minimal_test.tscn' }];

/** Jobs and webhook deliveries a second, from the first request to the last done, beside graphile-worker on the same server. */
export async function queues(): Promise<Row[]> {
  const receiver = await openReceiver();
  const world = await benchWorld({ SPACETIME_WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8' });
  try {
    const address = `http://127.0.0.1:${receiver.port}/`;
    const jobs = count / (await jobsTake(world));
    const deliveries = count / (await deliveriesTake(world, receiver, address));
    const plain = count / (await peerTakes(world.database.url, async () => {}));
    const posting =
      count /
      (await peerTakes(world.database.url, async () => void (await fetch(address, { method: 'POST' }))));
    return [
      {
        what: `${count} jobs by POST /jobs`,
        unit: 'jobs/s',
        ours: [jobs],
        peer: { name: 'graphile-worker, addJob', values: [plain] },
        better: 'more',
      },
      {
        what: `${count} signed deliveries, each of its own request`,
        unit: 'deliveries/s',
        ours: [deliveries],
        peer: { name: 'graphile-worker that posts', values: [posting] },
        better: 'more',
        goal: '≥ 500',
      },
    ];
  } finally {
    await world.remove();
    receiver.close();
  }
}

async function jobsTake({ ask }: BenchWorld): Promise<number> {
  const began = performance.now();
  const body = { type: 'batch_operations', parameters: { operations } };
  await manyTimes(() => ask('/jobs', { method: 'POST', body }));
  while (await anyLeft(ask)) await pause(20);
  return (performance.now() - began) / 1000;
}

async function anyLeft(ask: BenchWorld['ask']): Promise<boolean> {
  const lists = await Promise.all(
    ['queued', 'running'].map((status) => ask(`/jobs?status=${status}&limit=1`)),
  );
  return lists.some((list) => (list as { jobs: readonly unknown[] }).jobs.length > 0);
}

async function deliveriesTake({ ask }: BenchWorld, receiver: Receiver, url: string): Promise<number> {
  await ask('/webhooks', {
    method: 'POST',
    body: { url, events: ['scene.validated'], secret: 'bench-secret-0123456789' },
  });
  const before = receiver.received();
  const began = performance.now();
  await manyTimes(() => ask('/scene', { method: 'PUT', body: { scene_path: 'res://minimal_test.tscn' } }));
  while (receiver.received() - before < count) await pause(20);
  return (performance.now() - began) / 1000;
}

async function peerTakes(url: string, task: () => Promise<void>): Promise<number> {
  const pgPool = new Pool({ connectionString: url, max: 5 });
  let done = 0;
  const runner = await run({
    pgPool,
    concurrency: 3,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    taskList: {
      task: async () => {
        await task();
        done++;
      },
    },
  });
  const began = performance.now();
  await manyTimes(() => runner.addJob('task', {}));
  while (done < count) await pause(20);
  const seconds = (performance.now() - began) / 1000;
  await runner.stop();
  await pgPool.end();
  return seconds;
}

async function manyTimes(send: () => Promise<unknown>): Promise<void> {
  let left = count;
  const sender = async () => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: senders }, sender));
}

interface Receiver {
  readonly port: number;
  readonly received: () => number;
  readonly close: Server['close'];
}

async function openReceiver(): Promise<Receiver> {
  let received = 0;
  const server = createServer((req, res) => {
    received++;
    req.resume();
    res.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    close: server.close.bind(server),
  };
}
