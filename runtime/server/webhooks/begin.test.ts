import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { eventRecorder } from '../events/record.ts';
import { openQueue, type Queue, type Taken } from '../queue/queue.ts';
import { type Begun, begin } from './begin.ts';
import { enqueueIn } from './enqueue.ts';
import { settle } from './settle.ts';

const most = 4;

let database: TestDatabase;
let queue: Queue;
beforeEach(async () => {
  database = await aDatabase();
  queue = openQueue(database, pino({ enabled: false }));
  await queue.start();
  for (const events of [['scene.loaded'], ['scene.loaded', 'scene.failed']])
    await database.sql
      .insertInto('webhooks')
      .values({ url: 'https://example.com', events, secret: 'secret-of-tests' })
      .execute();
});
afterEach(async () => {
  await queue.close();
  await database.remove();
});

const record = (type: 'scene.loaded' | 'scene.failed', n: number) =>
  database.sql
    .transaction()
    .execute((transaction) => eventRecorder(enqueueIn(queue))(transaction, { type, data: { n } }));
const loads = async (count: number) => {
  for (let n = 1; n <= count; n++) await record('scene.loaded', n);
};
const take = async (): Promise<Taken> => {
  await database.pool.query("update pgboss.job set start_after = now() where state = 'retry'");
  const [taken] = await queue.take('deliveries', 1);
  if (!taken) throw new Error('There was nothing to take.');
  return taken;
};
const begun = (taken: Taken) => begin({ database, queue }, taken, most);
const told = (attempts: readonly Begun[]) =>
  attempts.map(({ webhookId, body, attempt }) => [webhookId, JSON.parse(body).data.n, attempt]);
const delivered = (begun: Begun) =>
  ({
    begun,
    answer: { status: 200, retryAfter: undefined },
    verdict: { outcome: 'delivered' },
    milliseconds: 1,
  }) as const;
const rows = () =>
  database.sql.selectFrom('deliveries').select(['webhook_id', 'status', 'attempt']).orderBy('id').execute();

describe('beginning a delivery', () => {
  it('begins those that wait behind it for the same webhook too, in the order of their events', async () => {
    await loads(3);
    expect(told(await begun(await take()))).toEqual([
      [1, 1, 1],
      [1, 2, 1],
      [1, 3, 1],
    ]);
    expect(told(await begun(await take()))).toEqual([
      [2, 1, 1],
      [2, 2, 1],
      [2, 3, 1],
    ]);
  });

  it('begins a delivery once though it is in line twice', async () => {
    await loads(2);
    await database.sql.transaction().execute(async (transaction) => {
      const again = { id: 1, webhook_id: 1, event_id: 1 };
      await enqueueIn(queue)(transaction, [again, { ...again, id: 3, event_id: 2 }]);
    });
    expect(told(await begun(await take()))).toEqual([
      [1, 1, 1],
      [1, 2, 1],
    ]);
  });

  it('begins it alone while the webhook is failing', async () => {
    await loads(3);
    await database.pool.query('update webhooks set failing_since = now()');
    expect(told(await begun(await take()))).toEqual([[1, 1, 1]]);
  });

  it('begins nothing while the webhook wants quiet', async () => {
    await loads(3);
    await database.pool.query("update webhooks set quiet_until = now() + interval '1 hour'");
    expect(await begun(await take())).toEqual([]);
    expect((await rows()).map(({ attempt }) => attempt)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('begins those alone that a lost process had begun, so that one that ends its process costs others one attempt', async () => {
    for (const n of [1, 2, 3]) await record('scene.failed', n);
    const first = await take();
    await begun(first);
    await queue.giveBack('deliveries', first);
    const again = await take();
    expect(told(await begun(again))).toEqual([[2, 1, 2]]);
  });
});

describe('writing what came of deliveries that began together', () => {
  it('takes those out of the line that were made, and leaves the others in it as if they had not begun', async () => {
    for (const n of [1, 2, 3]) await record('scene.failed', n);
    const taken = await take();
    const [one, two, three] = await begun(taken);
    if (!one || !two || !three) throw new Error('Not all have begun.');
    await settle({ database, queue }, taken, { results: [one, two].map(delivered), unmade: [three] });
    expect((await rows()).map(({ status, attempt }) => [status, attempt])).toEqual([
      ['delivered', 1],
      ['delivered', 1],
      ['pending', 0],
    ]);
    const last = await take();
    expect(told(await begun(last))).toEqual([[2, 3, 1]]);
    expect(await queue.take('deliveries', 1)).toEqual([]);
  });

  it('writes nothing when another has taken them meanwhile', async () => {
    for (const n of [1, 2]) await record('scene.failed', n);
    const old = await take();
    const attempts = await begun(old);
    await queue.giveBack('deliveries', old);
    const renewed = await take();
    await expect(
      settle({ database, queue }, old, { results: attempts.map(delivered), unmade: [] }),
    ).rejects.toThrow('Another worker has it.');
    expect((await rows()).map(({ status }) => status)).toEqual(['pending', 'pending']);
    expect(told(await begun(renewed))).toEqual([[2, 1, 2]]);
  });
});
