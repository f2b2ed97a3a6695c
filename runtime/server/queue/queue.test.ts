import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { openQueue, type Queue } from './queue.ts';

let database: TestDatabase;
let queue: Queue;
const log = pino({ enabled: false });
beforeEach(async () => {
  database = await aDatabase();
  queue = openQueue(database, log);
});
afterEach(async () => {
  await queue.close();
  await database.remove();
});

const send = (...work: Parameters<Queue['send']>[2]) =>
  database.sql.transaction().execute((transaction) => queue.send(transaction, 'deliveries', work));
const finish = (taken: Parameters<Queue['finish']>[2]) =>
  database.sql.transaction().execute((transaction) => queue.finish(transaction, 'deliveries', taken));
const taken = async () => {
  const [work] = await queue.take('deliveries', 1);
  if (!work) throw new Error('There was nothing to take.');
  return work;
};

describe('the queue', () => {
  it('says that it is unavailable until it has started', async () => {
    await expect(queue.take('jobs', 1)).rejects.toThrow('The queue is not prepared yet.');
  });

  it('can be started by several processes at the same time', async () => {
    const other = openQueue(database, log);
    await Promise.all([queue.start(), other.start()]);
    await send({ data: { delivery: 1 }, key: 'a' });
    expect((await other.take('deliveries', 1))[0]?.data).toEqual({ delivery: 1 });
    await other.close();
  });

  it('runs on the tables of a later pg-boss, as it does after a rollback', async () => {
    await queue.start();
    await database.pool.query('update pgboss.version set version = version + 1');
    const older = openQueue(database, log);
    await older.start();
    await send({ data: { delivery: 1 }, key: 'a' });
    expect((await older.take('deliveries', 1))[0]?.data).toEqual({ delivery: 1 });
    const { rows } = await database.pool.query('select count(*) from pgboss.version');
    expect(rows).toEqual([{ count: 1 }]);
    await older.close();
  });

  it('adds nothing when the transaction does not commit', async () => {
    await queue.start();
    const failing = database.sql.transaction().execute(async (transaction) => {
      await queue.send(transaction, 'deliveries', [{ data: { delivery: 1 }, key: 'a' }]);
      throw new Error('cut');
    });
    await expect(failing).rejects.toThrow('cut');
    expect(await queue.take('deliveries', 1)).toEqual([]);
  });

  it('does one thing at a time for each key, in the order that is asked for', async () => {
    await queue.start();
    await send({ data: { delivery: 2 }, key: 'a', order: 2 }, { data: { delivery: 3 }, key: 'b', order: 3 });
    await send({ data: { delivery: 1 }, key: 'a', order: 1 });
    const first = await taken();
    expect(first.data).toEqual({ delivery: 1 });
    expect((await taken()).data).toEqual({ delivery: 3 });
    expect(await queue.take('deliveries', 1)).toEqual([]);
    await finish(first);
    expect((await taken()).data).toEqual({ delivery: 2 });
  });

  it('does not let anybody finish what another has taken meanwhile', async () => {
    await queue.start();
    await send({ data: { delivery: 1 }, key: 'a' });
    const old = await taken();
    await queue.giveBack('deliveries', old);
    await database.pool.query("update pgboss.job set start_after = now() where state = 'retry'");
    const renewed = await taken();
    await expect(finish(old)).rejects.toThrow('Another worker has it.');
    await finish(renewed);
    expect(await queue.take('deliveries', 1)).toEqual([]);
  });

  it('leaves what is to be done later for later', async () => {
    await queue.start();
    await send({ data: { delivery: 1 }, key: 'a', startAfter: new Date(Date.now() + 60_000) });
    expect(await queue.take('deliveries', 1)).toEqual([]);
  });

  it('lives in the schema of the world when that is not the usual one, so that worlds in one database do not share it', async () => {
    await database.pool.query('create schema candidate');
    const url = `${database.url}?options=-csearch_path%3Dcandidate`;
    const { openDatabase } = await import('../database/database.ts');
    const candidate = openDatabase({ url, connections: 2 });
    const theirs = openQueue(candidate, log);
    await Promise.all([queue.start(), theirs.start()]);
    await send({ data: { delivery: 1 }, key: 'a' });
    expect(await theirs.take('deliveries', 1)).toEqual([]);
    await theirs.close();
    await candidate.close();
  });
});
