import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { eventRecorder } from '../events/record.ts';
import { jobStore } from '../jobs/store.ts';
import { enqueueIn } from '../webhooks/enqueue.ts';
import { adopt } from './adopt.ts';
import { openQueue, type Queue } from './queue.ts';
import { forget } from './retention.ts';

let database: TestDatabase;
let queue: Queue;
beforeEach(async () => {
  database = await aDatabase();
  queue = openQueue(database, pino({ enabled: false }));
  await queue.start();
  const { sql } = database;
  await sql
    .insertInto('webhooks')
    .values({ url: 'https://example.com', events: ['scene.loaded'], secret: 'secret-of-tests' })
    .execute();
  await sql.transaction().execute(async (transaction) => {
    await eventRecorder(enqueueIn(queue))(transaction, { type: 'scene.loaded', data: {} });
    await jobStore(database, queue).add(transaction, { type: 'cache_warming', parameters: {} });
  });
});
afterEach(async () => {
  await queue.close();
  await database.remove();
});

const age = async (interval: string) => {
  for (const [table, column] of [
    ['jobs', 'created_at'],
    ['deliveries', 'created_at'],
    ['events', 'at'],
  ])
    await database.pool.query(`update ${table} set ${column} = now() - interval '${interval}'`);
};
const rows = async (statement: string) => (await database.pool.query(statement)).rowCount;
const inLine = () => rows("select from pgboss.job where state < 'active'");

describe('what waits and is not in line', () => {
  it('is put in line after a while, once, when the queue was left behind', async () => {
    await database.pool.query('delete from pgboss.job');
    await adopt(database, queue);
    expect(await inLine()).toBe(0);
    await age('2 minutes');
    await adopt(database, queue);
    await adopt(database, queue);
    expect(await inLine()).toBe(2);
    expect((await queue.take('deliveries', 1))[0]).toMatchObject({ data: { delivery: 1 } });
    expect((await queue.take('jobs', 1))[0]).toMatchObject({ data: { job: 1 } });
  });

  it('is left alone when it is in line or under way', async () => {
    await age('2 minutes');
    await queue.take('jobs', 1);
    await adopt(database, queue);
    expect(await rows('select from pgboss.job')).toBe(2);
  });
});

describe('what is over', () => {
  it('is forgotten when it was kept long enough, and what waits is not', async () => {
    await age('31 days');
    await forget(database);
    expect([await rows('select from jobs'), await rows('select from events')]).toEqual([1, 1]);
    await database.pool.query(
      "update jobs set status = 'completed', completed_at = now() - interval '23 hours'",
    );
    await database.pool.query("update deliveries set status = 'delivered'");
    await forget(database);
    expect(await rows('select from jobs')).toBe(1);
    expect(await rows('select from deliveries')).toBe(0);
    await database.pool.query("update jobs set completed_at = now() - interval '25 hours'");
    await forget(database);
    expect(await rows('select from jobs')).toBe(0);
  });
});
