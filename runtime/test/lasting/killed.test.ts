import { join } from 'node:path';
import { serversIn } from '../../server/database/embedded/leftovers.ts';
import { aDatabase, type TestDatabase } from '../aDatabase.ts';
import { aDataFolder } from '../aDataFolder.ts';
import { aProcess, type RuntimeProcess } from '../aProcess.ts';
import { until } from '../until.ts';

const scene = 'res://minimal_test.tscn';

interface Loaded {
  readonly success?: boolean;
  readonly loaded_at: string;
}

/** Loads scenes until the runtime is gone or `isOver` says so, and tells when each acknowledged one was loaded. */
const loadScenes = async (
  runtime: RuntimeProcess,
  onLoaded: (at: string) => void,
  isOver = () => false,
): Promise<void> => {
  try {
    while (!isOver()) {
      const { success, loaded_at } = await runtime.ask<Loaded>('/scene', { scene_path: scene });
      if (success) onLoaded(loaded_at);
    }
  } catch {
    // It was killed.
  }
};

let killing: (() => Promise<void>) | undefined;
afterEach(async () => {
  await killing?.();
  killing = undefined;
});

describe('a runtime that is killed in the middle of writing', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await aDatabase({ empty: true });
  });
  afterEach(() => database.remove());

  it('leaves all that it acknowledged, and nothing half', async () => {
    const runtime = await aProcess(database.url);
    killing = runtime.kill;
    const acknowledged: string[] = [];
    const writers = [1, 2, 3].map(() => loadScenes(runtime, (at) => acknowledged.push(at)));
    await until('thirty loads', () => acknowledged.length > 30);
    await runtime.kill();
    await Promise.all(writers);
    // The server may still be at the last statements that it was sent.
    await until('the end of its connections', async () => {
      const { rows } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = 'spacetime'`,
      );
      return rows.length <= 1;
    });
    const { rows } = await database.pool.query(
      `select (select array_agg(at) from scene_loads) as loads, (select count(*) from events where type = 'scene.loaded') as events`,
    );
    const kept = (rows[0].loads as Date[]).map((at) => at.toISOString());
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    expect(kept.length - acknowledged.length).toBeLessThanOrEqual(3 + 1);
    expect(rows[0].events).toBe(kept.length);
  });
});

describe('a runtime with a database of its own', () => {
  let folder: Awaited<ReturnType<typeof aDataFolder>>;
  beforeEach(async () => {
    folder = await aDataFolder();
  });
  afterEach(async () => {
    for (const pid of serversIn(join(folder.path, 'postgres'))) process.kill(pid, 'SIGKILL');
    await folder.remove();
  });

  const start = async (): Promise<RuntimeProcess> => {
    const runtime = await aProcess('', { SPACETIME_DATA_DIR: folder.path });
    killing = runtime.kill;
    return runtime;
  };

  const history = async (runtime: RuntimeProcess): Promise<string[]> => {
    const told = await runtime.ask<{ history: readonly Loaded[] }>('/scene/history?limit=100');
    return told.history.map(({ loaded_at }) => loaded_at);
  };

  it.each([
    ['it alone', false],
    ['it and all of PostgreSQL', true],
  ])('has all that it acknowledged after kill -9 of %s, and starts over what was left', async (_, all) => {
    const runtime = await start();
    const acknowledged: string[] = [];
    const writing = loadScenes(runtime, (at) => acknowledged.push(at));
    await until('twenty loads', () => acknowledged.length > 20);
    if (all) for (const pid of serversIn(join(folder.path, 'postgres'))) process.kill(pid, 'SIGKILL');
    await runtime.kill();
    await writing;
    const again = await start();
    expect(await history(again)).toEqual(expect.arrayContaining(acknowledged.slice(-90)));
    expect(serversIn(join(folder.path, 'postgres')).length).toBeGreaterThan(0);
  });

  it('goes on, with all that it acknowledged, when all of PostgreSQL is killed below it', async () => {
    const runtime = await start();
    const acknowledged: string[] = [];
    let isOver = false;
    const writing = loadScenes(
      runtime,
      (at) => acknowledged.push(at),
      () => isOver,
    );
    await until('twenty loads', () => acknowledged.length > 20);
    const before = acknowledged.length;
    for (const pid of serversIn(join(folder.path, 'postgres'))) process.kill(pid, 'SIGKILL');
    await until('writes after it', () => acknowledged.length > before + 10);
    isOver = true;
    await writing;
    expect(await history(runtime)).toEqual(expect.arrayContaining(acknowledged.slice(-90)));
  });

  it('is the only one in its folder', async () => {
    await start();
    await expect(aProcess('', { SPACETIME_DATA_DIR: folder.path })).rejects.toThrow(
      'The process ended before it was ready.',
    );
  });
});
