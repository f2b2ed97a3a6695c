import { sql } from 'kysely';
import { Client } from 'pg';
import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { aRuntime, type TestRuntime } from '../../test/aRuntime.ts';
import { lastingRows, names, schemas } from '../../test/lastingRows.ts';
import { until } from '../../test/until.ts';
import { openDatabase } from './database.ts';
import { inSchema, temporarySchema } from './temporarySchema.ts';
import { turnOf } from './turn.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await aDatabase({ empty: true });
});
afterEach(() => database.remove());

const schema = 'check_bcdfghjklm';
const world = (env: Record<string, string> = {}) =>
  aRuntime(() => ({ GODOT_ENABLE_HTTP_API: 'true', DATABASE_URL: database.url, ...env }));
const passing = () => world({ SPACETIME_DATABASE_TEMPORARY_SCHEMA: schema });

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

/** Changes everything that a world remembers. */
async function use(runtime: TestRuntime): Promise<void> {
  const job = await runtime.ask('/jobs', post({ type: 'cache_warming', parameters: {} }));
  const answers = [
    await runtime.ask('/scene', post({ scene_path: 'res://minimal_test.tscn' })),
    await runtime.ask('/webhooks', post({ url: 'https://example.com/hook', events: ['scene.loaded'] })),
    await runtime.ask('/auth/tokens', post({ name: 'another' })),
    await fetch(runtime.url('/scenes')),
  ];
  expect([job, ...answers].map(({ status }) => status)).toEqual([200, 200, 200, 200, 401]);
  const { job_id } = (await job.json()) as { readonly job_id: string };
  await until('the job', async () => {
    const { job } = (await (await runtime.ask(`/jobs/${job_id}`)).json()) as { job: { status: string } };
    return job.status === 'completed';
  });
}

it('a world in a temporary schema changes nothing of a lasting one in the same database', async () => {
  const live = await world();
  await use(live);
  const before = await lastingRows(database);
  const passingBy = await passing();
  await use(passingBy);
  expect(await schemas(database)).toEqual([schema, 'pgboss', 'public']);
  await passingBy.remove();
  expect(await schemas(database)).toEqual(['pgboss', 'public']);
  expect(await lastingRows(database)).toEqual(before);
  expect((await live.ask('/scene')).status).toBe(200);
  await live.remove();
});

it('a world in a temporary schema drops what processes that are gone left behind, in its own and in others', async () => {
  const gone = await world({ SPACETIME_DATABASE_TEMPORARY_SCHEMA: 'check_gone' });
  const killed = await passing();
  await leaveBehind([schema, 'check_gone']);
  const { pool } = database;
  await pool.query(`create table ${schema}.left_behind (id integer)`);
  const runtime = await passing();
  expect(await schemas(database)).toEqual([schema, 'public']);
  expect(
    await names(database, `select tablename as name from pg_tables where tablename = 'left_behind'`),
  ).toEqual([]);
  await Promise.all([gone.remove(), killed.remove(), runtime.remove()]);
});

it('a temporary schema belongs to one process at a time', async () => {
  const first = await passing();
  const second = temporarySchema(database.url, schema, pino({ level: 'silent' }));
  await expect(second.make()).rejects.toThrow(`Schema ${schema} is in use by another process.`);
  await second.drop();
  expect((await first.ask('/scene')).status).toBe(200);
  const other = await world({ SPACETIME_DATABASE_TEMPORARY_SCHEMA: 'check_other' });
  expect(await schemas(database)).toEqual([schema, 'check_other', 'public']);
  await other.remove();
  await first.remove();
});

it('a schema that no world has made is left alone', async () => {
  await database.pool.query('create schema check_payments');
  await expect(world({ SPACETIME_DATABASE_TEMPORARY_SCHEMA: 'check_payments' })).rejects.toThrow(
    'SPACETIME_DATABASE_TEMPORARY_SCHEMA names check_payments, which is in the database and was not made by a world; name another.',
  );
  await (await passing()).remove();
  expect(await schemas(database)).toEqual(['check_payments', 'public']);
});

/** Ends the connections that hold these schemas, as if their processes were gone. */
async function leaveBehind(names: readonly string[]): Promise<void> {
  const held = async () => {
    const { rows } = await database.pool.query<{ readonly ended: boolean }>(
      `select pg_terminate_backend(pid) as ended from pg_stat_activity
       where datname = current_database() and application_name = 'spacetime-temporary-schema'`,
    );
    return rows.length;
  };
  expect(await held()).toBe(names.length);
  await until('nobody to hold the schemas', async () => (await held()) === 0);
}

it('worlds in different schemas do not hear each other', async () => {
  const live = await world();
  const heard: (string | undefined)[] = [];
  const listener = new Client({ connectionString: database.url });
  listener.on('notification', ({ payload }) => heard.push(payload));
  await listener.connect();
  for (const signal of ['scene', 'tokens', 'jobs', 'webhooks', 'pods'])
    await listener.query(`listen "spacetime.public.${signal}"`);
  const passingBy = await passing();
  await use(passingBy);
  // Notifications arrive in the order in which they were committed.
  await database.pool.query(`select pg_notify('spacetime.public.scene', 'from the test')`);
  await until('the last', () => heard.includes('from the test'));
  expect(heard).toEqual(['from the test']);
  await use(live);
  await until('one of the lasting world', () => heard.length > 1);
  await listener.end();
  await passingBy.remove();
  await live.remove();
});

it('worlds in different schemas do not take turns with each other', async () => {
  const passingBy = await passing();
  const live = await world();
  const inside = openDatabase({ url: inSchema(database.url, schema), connections: 1 });
  await inside.sql.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${turnOf('events')})`.execute(transaction);
    const answer = await live.ask('/scene', post({ scene_path: 'res://minimal_test.tscn' }));
    expect(answer.status).toBe(200);
  });
  await inside.close();
  await live.remove();
  await passingBy.remove();
});

it.each([
  ['postgres://u:p%40ss@h:5432/world', 'postgres://u:p%40ss@h:5432/world?options=-c+search_path%3Dcheck_b'],
  [
    'postgres://h/world?sslmode=require&options=-c%20geqo%3Doff',
    'postgres://h/world?sslmode=require&options=-c+geqo%3Doff+-c+search_path%3Dcheck_b',
  ],
])('the address %s stays what it is besides', (url, expected) => {
  expect(inSchema(url, 'check_b')).toBe(expected);
});
