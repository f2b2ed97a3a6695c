import { sql } from 'kysely';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { type CuttingProxy, cuttingProxy } from '../../test/cuttingProxy.ts';
import { until } from '../../test/until.ts';
import { type Database, openDatabase } from './database.ts';
import { isUnavailable } from './unavailable.ts';

let server: TestDatabase;
let proxy: CuttingProxy;
let database: Database;
let told: boolean[];
beforeEach(async () => {
  server = await aDatabase();
  proxy = await cuttingProxy(server.url);
  told = [];
  database = openDatabase({ url: proxy.url, connections: 2, tell: (answers) => told.push(answers) });
});
afterEach(async () => {
  await database.close();
  await proxy.close();
  await server.remove();
});

const worlds = () => database.sql.selectFrom('world').select('oldest_schema').execute();
const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: Error) => error,
  );

describe('a database that goes away', () => {
  it('is said to be unavailable, and is used again when it is back', async () => {
    await worlds();
    proxy.set('closed');
    expect(isUnavailable(await failure(worlds()))).toBe(true);
    expect(isUnavailable(await failure(worlds()))).toBe(true);
    proxy.set('open');
    await until('the database', () => worlds().catch(() => undefined));
    expect(told).toEqual([false, true]);
  });

  it('makes nobody wait once it is known to be silent, and gives up the connections that it kept', async () => {
    await worlds();
    proxy.set('silent');
    const first = await Promise.all(Array.from({ length: 20 }, () => failure(worlds())));
    expect(first.every(isUnavailable)).toBe(true);
    await until('that it is known', () => told.length > 0);
    const later = await Promise.all(Array.from({ length: 100 }, () => failure(worlds())));
    expect(later.map((error) => error?.name)).toEqual(Array(100).fill('DatabaseUnavailable'));
    proxy.set('open');
    await until('the database', () => worlds().catch(() => undefined));
  });

  it('is told as well to libraries that bring their own SQL, in both styles of the driver', async () => {
    proxy.set('closed');
    await failure(worlds());
    expect(isUnavailable(await failure(database.pool.query('select 1')))).toBe(true);
    const called = new Promise((resolve) => database.pool.query('select 1', [], resolve));
    expect(isUnavailable(await called)).toBe(true);
  });

  it('ends a transaction that it interrupts, and what was acknowledged stays', async () => {
    await database.sql.insertInto('used_tickets').values({ nonce: 'kept', expires_at: new Date() }).execute();
    const interrupted = failure(
      database.sql.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('used_tickets')
          .values({ nonce: 'lost', expires_at: new Date() })
          .execute();
        proxy.set('closed');
        await transaction
          .insertInto('used_tickets')
          .values({ nonce: 'more', expires_at: new Date() })
          .execute();
      }),
    );
    expect(isUnavailable(await interrupted)).toBe(true);
    proxy.set('open');
    const found = await until('the database', () =>
      database.sql
        .selectFrom('used_tickets')
        .select('nonce')
        .execute()
        .catch(() => undefined),
    );
    expect(found).toEqual([{ nonce: 'kept' }]);
  });
});

describe('a database that answers', () => {
  it('stays in use when one connection is ended', async () => {
    const [row] = (await database.pool.query('select pg_backend_pid() as pid')).rows;
    await server.pool.query('select pg_terminate_backend($1)', [row.pid]);
    await until('the end of the connection', () => database.pool.totalCount === 0);
    expect(await worlds()).toHaveLength(1);
    expect(told).toEqual([]);
  });

  it('says that it is unavailable when it takes no writes, and takes them again', async () => {
    const { rows } = await server.pool.query('select current_database() as name');
    const only = (state: string) =>
      server.pool.query(`alter database ${rows[0].name} set default_transaction_read_only = ${state}`);
    const write = () =>
      database.sql.insertInto('used_tickets').values({ nonce: 'n', expires_at: new Date() }).execute();
    await only('on');
    expect(isUnavailable(await failure(write()))).toBe(true);
    expect(await worlds()).toHaveLength(1);
    await server.pool.query(`alter database ${rows[0].name} reset default_transaction_read_only`);
    await until('a write', () => write().catch(() => undefined));
  });

  it('gives up a statement that takes too long, and goes on', async () => {
    const slow = await failure(sql`select pg_sleep(30)`.execute(database.sql));
    expect(isUnavailable(slow)).toBe(true);
    expect(await worlds()).toHaveLength(1);
  });

  it('is not used before its tables are there', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const early = openDatabase({ url: server.url, connections: 2, migrated: promise });
    expect(isUnavailable(await failure(early.pool.query('select 1')))).toBe(true);
    resolve();
    await promise;
    expect((await early.pool.query('select 1')).rowCount).toBe(1);
    await early.close();
  });
});
