import { join } from 'node:path';
import { pino } from 'pino';
import { type Embedded, openEmbedded } from '../../server/database/embedded/embedded.ts';
import { serversIn } from '../../server/database/embedded/leftovers.ts';
import { aDataFolder } from '../aDataFolder.ts';
import { aRuntime, type TestRuntime } from '../aRuntime.ts';
import { until } from '../until.ts';

const log = pino({ level: 'silent' });

// A server of the test's own, since it is stopped: the runtime knows it by its address alone.
let folder: Awaited<ReturnType<typeof aDataFolder>>;
let server: Embedded;
let runtime: TestRuntime;
beforeEach(async () => {
  folder = await aDataFolder();
  server = await openEmbedded(folder.path, log);
  await server.start();
  runtime = await aRuntime(() => ({ DATABASE_URL: server.url, SPACETIME_REQUESTS_PER_MINUTE: '100000' }));
});
afterEach(async () => {
  await runtime.remove();
  await server.close();
  await folder.remove();
});

const load = async (): Promise<number> => {
  const { status } = await runtime.ask('/scene', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ scene_path: 'res://minimal_test.tscn' }),
  });
  return status;
};

const count = async (): Promise<number> => {
  const { count: loads } = (await (await runtime.ask('/scene/history?limit=100')).json()) as {
    count: number;
  };
  return loads;
};

const signalAll = (signal: NodeJS.Signals) => {
  for (const pid of serversIn(join(folder.path, 'postgres'))) process.kill(pid, signal);
};

describe('a runtime whose PostgreSQL', () => {
  it('is restarted goes on with it, and forgets nothing', async () => {
    expect(await load()).toBe(200);
    const before = await count();
    await server.close();
    expect(await load()).toBe(503);
    server = await openEmbedded(folder.path, log);
    await server.start();
    await until('a scene load', async () => (await load()) === 200);
    expect(await count()).toBe(before + 1);
  });

  it('is frozen answers 503, and goes on when that goes on', async () => {
    expect(await load()).toBe(200);
    signalAll('SIGSTOP');
    try {
      expect(await load()).toBe(503);
      expect((await runtime.ask('/scene')).status).toBe(200);
      expect((await runtime.ask('/health')).status).toBe(200);
    } finally {
      signalAll('SIGCONT');
    }
    await until('a scene load', async () => (await load()) === 200);
  });
});
