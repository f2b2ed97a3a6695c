import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { until } from '../../test/until.ts';
import { openQueue, type Queue, type Taken } from '../queue/queue.ts';
import { type Worker, worker } from '../queue/worker.ts';
import { mostAttempts, type NewJob } from './job.ts';
import { run, type Workshop } from './run.ts';
import type { SceneWork, Told } from './steps.ts';
import { type JobStore, jobStore } from './store.ts';

const log = pino({ enabled: false });
const warming: NewJob = { type: 'cache_warming', parameters: {} };
const scenes = ['res://a.tscn', 'res://b.tscn', 'res://c.tscn', 'res://d.tscn'];

let database: TestDatabase;
let queue: Queue;
let jobs: JobStore;
let ended: string[];
beforeEach(async () => {
  database = await aDatabase();
  queue = openQueue(database, log);
  await queue.start();
  jobs = jobStore(database, queue);
  ended = [];
});
afterEach(async () => {
  await queue.close();
  await database.remove();
});

const fine = async (scene_path: string): Promise<Told> => ({ scene_path, success: true });
const workshop = (compile: SceneWork['compile'] = fine): Workshop => ({
  database,
  queue,
  log,
  now: Date.now,
  count: (type, status) => void ended.push(`${type} ${status}`),
  work: {
    allowed: async () => scenes,
    compile,
    operate: async (operation) => ({ ...operation, success: true }),
  },
});
const add = (job: NewJob = warming) =>
  database.sql.transaction().execute((transaction) => jobs.add(transaction, job));
const take = () =>
  until('work in line', async () => {
    await database.pool.query("update pgboss.job set start_after = now() where state = 'retry'");
    return (await queue.take('jobs', 1))[0];
  });
/** What the watch over silent workers does to a claim. */
const loseClaim = (taken: Taken) => queue.giveBack('jobs', taken);
const never = new AbortController().signal;

/** Work that stands still at a scene until it is let on. */
function gate(at: string) {
  const reached = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  const compile = async (path: string) => {
    if (path === at) {
      reached.resolve();
      await open.promise;
    }
    return fine(path);
  };
  return { compile, reached: reached.promise, open: open.resolve };
}

describe('doing a job', () => {
  it('does every step and tells what came of each', async () => {
    const { id } = await add({
      type: 'scene_preload',
      parameters: { scene_paths: ['res://a.tscn', 'res://x.tscn'] },
    });
    const compile = async (scene_path: string) =>
      scene_path === 'res://x.tscn'
        ? { scene_path, success: false, message: 'It is broken.' }
        : fine(scene_path);
    await run(workshop(compile), await take(), never);
    expect(await jobs.find(id)).toMatchObject({
      status: 'completed',
      progress: 1,
      error: null,
      result: {
        total: 2,
        succeeded: 1,
        failed: 1,
        results: [
          { scene_path: 'res://a.tscn', success: true },
          { scene_path: 'res://x.tscn', success: false, message: 'It is broken.' },
        ],
      },
    });
    expect(ended).toEqual(['scene_preload completed']);
  });

  it('tells while it runs how far it is', async () => {
    const { compile, reached, open } = gate('res://c.tscn');
    const { id } = await add();
    const done = run({ ...workshop(compile), now: ticking() }, await take(), never);
    await reached;
    expect(await jobs.find(id)).toMatchObject({ status: 'running', progress: 0.5, completed_at: null });
    open();
    await done;
  });

  it('ends a job that waits at once when it is cancelled, and does nothing of it', async () => {
    const { id } = await add();
    expect(await jobs.cancel(id)).toMatchObject({ status: 'cancelled' });
    await run(
      workshop(() => Promise.reject(new Error('It was done.'))),
      await take(),
      never,
    );
    expect(await jobs.find(id)).toMatchObject({ status: 'cancelled', started_at: null });
    expect(await queue.take('jobs', 1)).toEqual([]);
  });

  it('ends a job that runs after the step that it is at when it is cancelled', async () => {
    const { compile, reached, open } = gate('res://b.tscn');
    const compiled: string[] = [];
    const { id } = await add();
    const noting = (path: string) => {
      compiled.push(path);
      return compile(path);
    };
    const done = run({ ...workshop(noting), now: ticking() }, await take(), never);
    await reached;
    expect(await jobs.cancel(id)).toMatchObject({ status: 'running', cancel_requested: true });
    open();
    await done;
    expect(await jobs.find(id)).toMatchObject({ status: 'cancelled', result: null });
    expect(compiled).toEqual(['res://a.tscn', 'res://b.tscn']);
    expect(ended).toEqual(['cache_warming cancelled']);
  });

  it('ends a job as cancelled though that was asked for during its last step', async () => {
    const { compile, reached, open } = gate('res://d.tscn');
    const { id } = await add();
    const done = run(workshop(compile), await take(), never);
    await reached;
    await jobs.cancel(id);
    open();
    await done;
    expect(await jobs.find(id)).toMatchObject({ status: 'cancelled', result: null });
    expect(ended).toEqual(['cache_warming cancelled']);
  });

  it('does not let a worker complete what another has taken meanwhile', async () => {
    const { compile, reached, open } = gate('res://d.tscn');
    const { id } = await add();
    const first = await take();
    const zombie = run(workshop(compile), first, never);
    await reached;
    await loseClaim(first);
    const other = gate('res://a.tscn');
    const second = run(workshop(other.compile), await take(), never);
    await other.reached;
    open();
    await expect(zombie).rejects.toThrow('Another worker has');
    expect(await jobs.find(id)).toMatchObject({ status: 'running', result: null });
    other.open();
    await second;
    expect(await jobs.find(id)).toMatchObject({ status: 'completed' });
    expect(ended).toEqual(['cache_warming completed']);
  });

  it('ends a job as failed that loses its worker each time', async () => {
    const { id } = await add();
    for (let n = 0; n < mostAttempts; n++) {
      const { compile, reached } = gate('res://a.tscn');
      const taken = await take();
      void run(workshop(compile), taken, never);
      await reached;
      await loseClaim(taken);
    }
    await run(
      workshop(() => Promise.reject(new Error('It was begun once more.'))),
      await take(),
      never,
    );
    expect(await jobs.find(id)).toMatchObject({
      status: 'failed',
      error: 'It was begun 3 times, and each time its server ended or lost the database.',
    });
    expect(await queue.take('jobs', 1)).toEqual([]);
  });

  it('ends a job as failed that goes wrong in a way that nobody expected', async () => {
    const { id } = await add();
    await run(
      workshop(() => Promise.reject(new TypeError('secret detail'))),
      await take(),
      never,
    );
    expect(await jobs.find(id)).toMatchObject({
      status: 'failed',
      error: 'It failed in a way that was not expected; the log says how.',
    });
  });

  it('puts a job back when its process leaves, as if it had not been begun', async () => {
    const { compile, reached, open } = gate('res://a.tscn');
    const { id } = await add();
    const leaving = aWorker(compile);
    leaving.look();
    await reached;
    const closed = leaving.close();
    open();
    await closed;
    expect(await jobs.find(id)).toMatchObject({ status: 'queued', progress: 0 });
    await run(workshop(), await take(), never);
    expect(await jobs.find(id)).toMatchObject({ status: 'completed' });
  });

  it('does no more at a time than it may', async () => {
    let most = 0;
    let now = 0;
    const compile = async (path: string) => {
      most = Math.max(most, ++now);
      await pause(20);
      now -= 1;
      return fine(path);
    };
    for (let n = 0; n < 6; n++) await add();
    const three = aWorker(compile);
    three.look();
    await until('all jobs', () => ended.length === 6);
    expect(most).toBe(3);
    await three.close();
  });

  it('takes nothing more once it is retired, and finishes what it has', async () => {
    const { compile, reached, open } = gate('res://a.tscn');
    const { id } = await add();
    const one = aWorker(compile);
    one.look();
    await reached;
    one.retire();
    const { id: later } = await add();
    one.look();
    open();
    await until('the first', () => one.busy() === 0);
    expect([(await jobs.find(id))?.status, (await jobs.find(later))?.status]).toEqual([
      'completed',
      'queued',
    ]);
    await one.close();
  });
});

const aWorker = (compile: SceneWork['compile']): Worker =>
  worker(queue, { line: 'jobs', most: 3, work: (taken, stop) => run(workshop(compile), taken, stop) }, log);

/** A clock on which a second passes between any two looks. */
function ticking(): () => number {
  let now = 0;
  return () => (now += 1000);
}
