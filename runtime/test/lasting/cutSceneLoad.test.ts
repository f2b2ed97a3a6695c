import { pino } from 'pino';
import { type Database, openDatabase } from '../../server/database/database.ts';
import { isUnavailable } from '../../server/database/unavailable.ts';
import { eventRecorder } from '../../server/events/record.ts';
import { openQueue, type Queue } from '../../server/queue/queue.ts';
import { databaseState } from '../../server/state/databaseState.ts';
import type { SceneLoad } from '../../server/state/worldState.ts';
import { enqueueIn } from '../../server/webhooks/enqueue.ts';
import { aDatabase, type TestDatabase } from '../aDatabase.ts';
import { type CuttingProxy, cuttingProxy } from '../cuttingProxy.ts';
import { until } from '../until.ts';

let server: TestDatabase;
let proxy: CuttingProxy;
let database: Database;
let queue: Queue;
beforeEach(async () => {
  server = await aDatabase();
  await server.sql
    .insertInto('webhooks')
    .values({ url: 'https://example.com/', events: ['scene.loaded'], secret: 'a-secret-of-sixteen' })
    .execute();
  proxy = await cuttingProxy(server.url);
  queue = openQueue(server, pino({ level: 'silent' }));
  await queue.start();
  // One connection, so that every statement of a load goes through the proxy in its order.
  database = openDatabase({ url: proxy.url, connections: 1 });
});
afterEach(async () => {
  await queue.close();
  await database.close();
  await proxy.close();
  await server.remove();
});

const load = (n: number): SceneLoad => ({
  scenePath: `res://${n}.tscn`,
  status: 'loaded',
  at: '2026-01-02T03:04:05.678Z',
  seconds: 0.25,
});

/** What a load leaves behind in each place that tells of it. */
const told = async () => {
  const { rows } = await server.pool.query(`
    select
      (select array_agg(scene_path order by id) from scene_loads) as history,
      (select array_agg(data->>'scene_path' order by id) from events) as events,
      (select array_agg(e.data->>'scene_path' order by d.id) from deliveries d join events e on e.id = d.event_id) as deliveries,
      (select array_agg(e.data->>'scene_path' order by d.id) from pgboss.job j
        join deliveries d on d.id = (j.data->>'delivery')::bigint join events e on e.id = d.event_id
        where j.name = 'deliveries') as queue`);
  return rows[0] as Record<'history' | 'events' | 'deliveries' | 'queue', string[] | null>;
};

describe('a scene load whose connection is cut', () => {
  it.each(['before', 'after'] as const)('%s any of its statements is whole or not at all', async (when) => {
    const state = databaseState(database, eventRecorder(enqueueIn(queue)));
    const record = (n: number) =>
      state.record({
        event: { type: 'scene.loaded', data: { scene_path: `res://${n}.tscn` } },
        load: load(n),
      });
    const acknowledged: string[] = [];
    let n = 0;
    do {
      n += 1;
      const path = `res://${n}.tscn`;
      // While the database is found to be back, a load may be refused before any of its statements.
      await until(`load ${n}`, async () => {
        proxy.cutAt(n, when);
        const error = await record(n).catch((reason: Error) => reason);
        if (error) expect(isUnavailable(error)).toBe(true);
        else acknowledged.push(path);
        return !error || proxy.hasCut();
      });
    } while (proxy.hasCut());
    // Begin, the load, its signal, the event with its delivery, its place in line, commit.
    expect(n).toBeGreaterThan(5);
    const { history, events, deliveries, queue: waiting } = await told();
    expect(history).toEqual(expect.arrayContaining(acknowledged));
    expect([events, deliveries, waiting?.toSorted()]).toEqual([history, history, history?.toSorted()]);
    // Only what was cut after its commit may have happened without being acknowledged.
    expect((history?.length ?? 0) - acknowledged.length).toBeLessThanOrEqual(when === 'after' ? 1 : 0);
    proxy.cutAt(Number.POSITIVE_INFINITY, when);
    expect((await state.current())?.scenePath).toBe(`res://${n}.tscn`);
  });
});
