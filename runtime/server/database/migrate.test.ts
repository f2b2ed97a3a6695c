import { sql } from 'kysely';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { aRuntime } from '../../test/aRuntime.ts';
import { until } from '../../test/until.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await aDatabase({ empty: true });
});
afterEach(() => database.remove());

/** What a later release might add: a table, a column with a default, an index. */
const later = {
  ...migrations,
  '9999_later': {
    up: async (db: Parameters<(typeof migrations)['0001_world']['up']>[0]) => {
      await sql`create table later (id bigint generated always as identity primary key)`.execute(db);
      await sql`alter table scene_loads add column weather text not null default 'sunny'`.execute(db);
      await sql`create index later_events on events (type)`.execute(db);
    },
  },
};

const tables = async () => {
  const { rows } = await database.pool.query(
    `select table_name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  return rows.map(({ table_name }) => table_name as string);
};

describe('migrations', () => {
  it('make every table once, whoever comes first', async () => {
    await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
    expect(await tables()).toContain('scene_loads');
    expect(await database.sql.selectFrom('world').select('oldest_schema').execute()).toHaveLength(1);
  });

  it('of a release and of a later one can run at the same time', async () => {
    await Promise.all([migrate(database.url), migrate(database.url, later), migrate(database.url)]);
    expect(await tables()).toContain('later');
  });

  it('leave a newer schema alone', async () => {
    await migrate(database.url, later);
    await migrate(database.url);
    expect(await tables()).toContain('later');
  });

  it('refuse a database that is no more for this release', async () => {
    await migrate(database.url, later);
    await database.sql.updateTable('world').set({ oldest_schema: 9999 }).execute();
    await expect(migrate(database.url)).rejects.toThrow(
      `DATABASE_URL names a database that needs an image with schema 9999 or later; this one has ${Object.keys(migrations).length}.`,
    );
  });

  it('leave nothing behind when they are killed half-way, and run the next time', async () => {
    await migrate(database.url);
    const slow = {
      ...migrations,
      '9999_slow': {
        up: async (db: Parameters<(typeof migrations)['0001_world']['up']>[0]) => {
          await sql`create table half (id bigint)`.execute(db);
          await sql`select pg_sleep(60)`.execute(db);
        },
      },
    };
    const killed = migrate(database.url, slow).catch((error: Error) => error);
    await until('the sleep', async () => {
      const { rowCount } = await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'spacetime-migration' and wait_event = 'PgSleep' and datname = current_database()`,
      );
      return rowCount === 1;
    });
    expect(await killed).toBeInstanceOf(Error);
    expect(await tables()).not.toContain('half');
    await migrate(database.url, later);
    expect(await tables()).toContain('later');
  });

  it('do not make others wait for a table that somebody holds: they give up, to be tried again', async () => {
    await migrate(database.url);
    const client = await database.pool.connect();
    await client.query('begin; lock table scene_loads in access share mode');
    await expect(migrate(database.url, later)).rejects.toMatchObject({ code: '55P03' });
    await client.query('rollback');
    client.release();
    await migrate(database.url, later);
  });
});

describe('this release on the schema of a later one', () => {
  it('starts, loads a scene and remembers it', async () => {
    const runtime = await aRuntime(
      () => ({ DATABASE_URL: database.url }),
      async () => migrate(database.url, later),
    );
    const loaded = await runtime.ask('/scene', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ scene_path: 'res://minimal_test.tscn' }),
    });
    expect(loaded.status).toBe(200);
    const history = (await (await runtime.ask('/scene/history')).json()) as { count: number };
    expect(history.count).toBeGreaterThanOrEqual(2);
    expect(await database.sql.selectFrom('events').select('id').execute()).not.toHaveLength(0);
    await runtime.remove();
  });
});
