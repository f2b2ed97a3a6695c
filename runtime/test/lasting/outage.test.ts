import { aDatabase, type TestDatabase } from '../aDatabase.ts';
import { aRuntime, type TestRuntime } from '../aRuntime.ts';
import { type CuttingProxy, cuttingProxy } from '../cuttingProxy.ts';
import { until } from '../until.ts';

// Long enough that everything notices; set the variable to see it last.
const outageMilliseconds = Number(process.env['SPACETIME_OUTAGE_SECONDS'] ?? 4) * 1000;

let database: TestDatabase;
let proxy: CuttingProxy;
let runtime: TestRuntime;
beforeEach(async () => {
  database = await aDatabase({ empty: true });
  proxy = await cuttingProxy(database.url);
  runtime = await aRuntime(() => ({ DATABASE_URL: proxy.url, SPACETIME_REQUESTS_PER_MINUTE: '100000' }));
});
afterEach(async () => {
  await runtime.remove();
  await proxy.close();
  await database.remove();
});

const load = (path: string) =>
  runtime.ask('/scene', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ scene_path: path }),
  });

const current = async (path = '/scene') =>
  (await (await runtime.ask(path)).json()) as Record<string, unknown>;

describe.each([
  ['is gone', 'closed'],
  ['is silent', 'silent'],
] as const)('a runtime whose database %s', (_, mode) => {
  it(
    'answers what it knows, refuses what it cannot keep, and goes on by itself',
    async () => {
      expect((await load('res://minimal_test.tscn')).status).toBe(200);
      proxy.set(mode);
      const end = Date.now() + outageMilliseconds;
      const seen = new Set<string>();
      do {
        const write = await load('res://vr_main.tscn');
        seen.add(`POST /scene ${write.status} ${write.headers.has('Retry-After')}`);
        for (const path of ['/scene', '/status', '/health', '/world', '/metrics', '/scenes'])
          seen.add(`GET ${path} ${(await runtime.ask(path)).status}`);
        seen.add(`GET /scene/history ${(await runtime.ask('/scene/history')).status}`);
      } while (Date.now() < end);
      expect([...seen].toSorted()).toEqual([
        'GET /health 200',
        'GET /metrics 200',
        'GET /scene 200',
        'GET /scene/history 503',
        'GET /scenes 200',
        'GET /status 200',
        'GET /world 200',
        'POST /scene 503 true',
      ]);
      expect(await current()).toMatchObject({ scene_path: 'res://minimal_test.tscn', stale: true });
      expect(await current('/world')).toMatchObject({ scene_path: 'res://minimal_test.tscn', stale: true });
      proxy.set('open');
      await until('a scene load', async () => (await load('res://vr_main.tscn')).status === 200);
      expect(await current()).toMatchObject({ scene_path: 'res://vr_main.tscn' });
      // On a busy machine one more answer may come too late.
      for (const path of ['/scene', '/world'])
        await until(`${path} to be fresh`, async () => !('stale' in (await current(path))));
      expect(runtime.logged.join('')).toMatch(/The database does not answer.*The database answers again/s);
    },
    60_000 + 2 * outageMilliseconds,
  );
});

describe('callers of a database that is away', () => {
  it('are told so at once when a hundred ask, once it is known', async () => {
    proxy.set('silent');
    await until('that it is known', async () => (await load('res://vr_main.tscn')).status === 503);
    const answers = await Promise.all(Array.from({ length: 100 }, () => runtime.ask('/scene/history')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    const body = (await answers[0]?.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ error: 'DATABASE_UNAVAILABLE', retry_after: expect.any(Number) });
  });
});

describe('a standby that takes no writes', () => {
  it('is read, and writes are refused until it takes them', async () => {
    await load('res://minimal_test.tscn');
    const { rows } = await database.pool.query('select current_database() as name');
    const readOnly = async (state: 'on' | 'off') => {
      await database.pool.query(
        `alter database ${rows[0].name} set default_transaction_read_only = ${state}`,
      );
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
    };
    await readOnly('on');
    await until('a refusal', async () => (await load('res://vr_main.tscn')).status === 503);
    expect(await current()).toMatchObject({ scene_path: 'res://minimal_test.tscn' });
    await database.pool.query('set default_transaction_read_only = off').catch(() => {});
    await database.pool.query(
      `begin read write; alter database ${rows[0].name} reset default_transaction_read_only; commit`,
    );
    await until('a scene load', async () => (await load('res://vr_main.tscn')).status === 200);
  });
});
