import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { until } from '../../test/until.ts';
import { eventRecorder } from './record.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await aDatabase();
});
afterEach(() => database.remove());

const record = eventRecorder(async () => {});
const event = (n: number) => ({ type: 'scene.loaded', data: { n } }) as const;
const webhook = (events: string[], state: 'enabled' | 'disabled' = 'enabled') =>
  database.sql
    .insertInto('webhooks')
    .values({ url: 'https://example.com', events, state, secret: 'x' })
    .execute();

describe('recording an event', () => {
  it('writes a delivery for each webhook that listens, with a body and an id of its own', async () => {
    await webhook(['scene.loaded', 'scene.failed']);
    await webhook(['scene.failed']);
    await webhook(['scene.loaded'], 'disabled');
    await webhook(['scene.loaded']);
    await database.sql.transaction().execute((transaction) => record(transaction, event(1)));
    const found = await database.sql.selectFrom('deliveries').selectAll().orderBy('id').execute();
    expect(found.map(({ webhook_id, status }) => [webhook_id, status])).toEqual([
      [1, 'pending'],
      [4, 'pending'],
    ]);
    expect(found.map(({ body }) => JSON.parse(body))).toMatchObject([
      { webhook_id: '1' },
      { webhook_id: '4' },
    ]);
    expect(new Set(found.map(({ message_id }) => message_id)).size).toBe(2);
  });

  it('writes several in the order given, and tells each webhook of those that it listens for', async () => {
    await webhook(['scene.loaded', 'scene.failed']);
    await webhook(['scene.failed']);
    const failed = { type: 'scene.failed', data: { n: 2 } } as const;
    await database.sql
      .transaction()
      .execute((transaction) => record(transaction, event(1), failed, event(3)));
    const found = await database.sql.selectFrom('deliveries').selectAll().orderBy('id').execute();
    expect(found.map(({ webhook_id, event_id, event }) => [webhook_id, event_id, event])).toEqual([
      [1, 1, 'scene.loaded'],
      [1, 2, 'scene.failed'],
      [2, 2, 'scene.failed'],
      [1, 3, 'scene.loaded'],
    ]);
    expect(found.map(({ body }) => JSON.parse(body).data.n)).toEqual([1, 2, 2, 3]);
  });

  it('leaves nothing when the transaction does not commit', async () => {
    await webhook(['scene.loaded']);
    const cut = database.sql.transaction().execute(async (transaction) => {
      await record(transaction, event(1));
      throw new Error('cut');
    });
    await expect(cut).rejects.toThrow('cut');
    expect(await database.sql.selectFrom('events').selectAll().execute()).toEqual([]);
    expect(await database.sql.selectFrom('deliveries').selectAll().execute()).toEqual([]);
  });

  it('numbers events in the order in which their transactions commit', async () => {
    const recorded = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const first = database.sql.transaction().execute(async (transaction) => {
      await record(transaction, event(1));
      recorded.resolve();
      await commit.promise;
    });
    await recorded.promise;
    let done = false;
    const second = database.sql
      .transaction()
      .execute((transaction) => record(transaction, event(2)))
      .then(() => {
        done = true;
      });
    await until('the second to wait', async () => {
      const { rows } = await database.pool.query(
        "select from pg_locks where locktype = 'advisory' and not granted",
      );
      return rows.length > 0;
    });
    expect(done).toBe(false);
    commit.resolve();
    await Promise.all([first, second]);
    const events = await database.sql.selectFrom('events').select('data').orderBy('id').execute();
    expect(events.map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('does not fail because a webhook is deleted at the same time', async () => {
    await webhook(['scene.loaded']);
    const deleting = await database.pool.connect();
    await deleting.query('begin; delete from webhooks');
    const recording = database.sql.transaction().execute((transaction) => record(transaction, event(1)));
    await until('the event to wait', async () => {
      const { rows } = await database.pool.query('select from pg_locks where not granted');
      return rows.length > 0;
    });
    await deleting.query('commit');
    deleting.release();
    await recording;
    expect(await database.sql.selectFrom('deliveries').selectAll().execute()).toEqual([]);
    expect(await database.sql.selectFrom('events').selectAll().execute()).toHaveLength(1);
  });
});
