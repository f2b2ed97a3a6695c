import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { aProcess, type RuntimeProcess } from '../../test/aProcess.ts';
import { aReceiver, type Received, type Receiver } from '../../test/aReceiver.ts';
import { until } from '../../test/until.ts';

// What a lost process had is begun again within 30 seconds, and some of it several times.
jest.setTimeout(180_000);

const scenes = 60;
const env = { SPACETIME_WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8' };

let database: TestDatabase;
let receiver: Receiver;
let running: RuntimeProcess[];
beforeEach(async () => {
  database = await aDatabase({ empty: true });
  running = [];
});
afterEach(async () => {
  for (const process of running) await process.kill();
  await database.remove();
});

async function start(more: Readonly<Record<string, string>> = {}): Promise<RuntimeProcess> {
  const process = await aProcess(database.url, { ...env, ...more });
  running.push(process);
  return process;
}
const load = (process: RuntimeProcess) =>
  process.ask('/scene', { scene_path: 'res://minimal_test.tscn' }).catch(() => {});
const register = (process: RuntimeProcess) =>
  process.ask('/webhooks', { url: receiver.url('/hook'), events: ['scene.loaded'] });
const idOf = ({ headers }: Received) => headers['webhook-id'];

describe('a process that is killed in the middle of a delivery', () => {
  afterEach(() => receiver.close());

  it('leaves it to the next, which delivers it again under the same id', async () => {
    receiver = await aReceiver((response, _, n) => {
      if (n > 1) response.end();
    });
    const first = await start();
    await register(first);
    await load(first);
    await until('the delivery', () => receiver.received.length === 1);
    await first.kill();
    await start();
    await until('the delivery again', () => receiver.received.length === 2);
    const [before, after] = receiver.received;
    expect([after && idOf(after), after?.body]).toEqual([before && idOf(before), before?.body]);
    expect(after?.headers['x-webhook-attempt']).toBe('2');
  });

  it('loses no event, wherever it is killed', async () => {
    receiver = await aReceiver((response) => void setTimeout(() => response.end(), 5));
    await register(await start());
    for (const after of [3, 8]) {
      const [process = await start()] = running;
      const enough = receiver.received.length + after;
      const loading = (async () => {
        for (let n = 0; n < 30; n++) await load(process);
      })();
      await until('some deliveries', () => receiver.received.length >= enough);
      await process.kill();
      running = [];
      await loading;
    }
    await start();
    await until('an empty line', async () => {
      const { rows } = await database.pool.query("select from deliveries where status = 'pending'");
      return rows.length === 0;
    });
    const { rows } = await database.pool.query(
      "select message_id from deliveries d right join events e on e.id = d.event_id where e.type = 'scene.loaded' and e.id > (select min(id) from events) order by e.id",
    );
    const ids = new Set(receiver.received.map(idOf));
    expect(rows.map(({ message_id }) => message_id).filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe(rows.length);
  });
});

describe('a process that is lost in the middle of a job', () => {
  let world: string;
  beforeEach(async () => {
    world = await mkdtemp(join(tmpdir(), 'spacetime-killed-'));
    const scene = await readFile(join(import.meta.dirname, '../../scenes/vr_main.tscn'), 'utf8');
    await mkdir(join(world, 'scenes'));
    // Each is another scene, so that none is compiled already.
    for (let n = 0; n < scenes; n++)
      await writeFile(
        join(world, 'scenes', `s${n}.tscn`),
        `${scene}\n[node name="${randomUUID()}" type="Node3D" parent="."]\n`,
      );
  });
  afterEach(() => rm(world, { recursive: true }));

  const row = async () => (await database.sql.selectFrom('jobs').selectAll().executeTakeFirst()) ?? undefined;
  const underWay = () =>
    until('the job to be under way', async () => {
      const job = await row();
      return job?.status === 'running' && job.progress > 0 && job;
    });
  const warm = (process: RuntimeProcess) => process.ask('/jobs', { type: 'cache_warming', parameters: {} });

  it('leaves it to another, which begins it again within 30 seconds', async () => {
    const first = await start({ SPACETIME_WORLD_DIR: world });
    await warm(first);
    await underWay();
    await first.kill();
    const killed = Date.now();
    await start({ SPACETIME_WORLD_DIR: world });
    await until('the second attempt', async () => ((await row())?.attempt ?? 0) === 2);
    expect(Date.now() - killed).toBeLessThan(30_000);
    const job = await until('the end', async () => {
      const found = await row();
      return found?.status === 'completed' && found;
    });
    expect(job).toMatchObject({ attempt: 2, progress: 1, result: { total: scenes, failed: 0 } });
  });

  it('cannot complete it when it comes back after another has begun it', async () => {
    const first = await start({ SPACETIME_WORLD_DIR: world });
    await warm(first);
    await underWay();
    first.signal('SIGSTOP');
    await start({ SPACETIME_WORLD_DIR: world });
    await until('the second attempt', async () => ((await row())?.attempt ?? 0) === 2);
    first.signal('SIGCONT');
    const job = await until('the end', async () => {
      const found = await row();
      return found?.status === 'completed' && found;
    });
    expect(job).toMatchObject({ attempt: 2, result: { total: scenes } });
    const ended = await Promise.all(
      running.map(async (process) => {
        const status = await process.ask<{ readonly jobs: readonly object[] }>('/jobs?status=completed');
        return status.jobs.length;
      }),
    );
    expect(ended).toEqual([1, 1]);
    const { rows } = await database.pool.query("select state from pgboss.job where name = 'jobs'");
    expect(rows).toEqual([{ state: 'completed' }]);
  });
});
