import { pino } from 'pino';
import { eventually } from '../../test/eventually.ts';
import { fakeClock } from '../../test/fakeClock.ts';
import { afterThisTest } from '../../test/release.ts';
import { createController, type Run } from './controller.ts';
import { type Result, RetryAfter, settled, TerminalError } from './result.ts';
import { resync } from './resync.ts';
import { createWorkQueue } from './workQueue.ts';

function aController(reconcile: (key: string) => Promise<Result>) {
  const clock = fakeClock();
  const queue = createWorkQueue({ clock, random: () => 0.5 });
  const runs: Run[] = [];
  const lines: { level: number; msg: string }[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const controller = createController({ queue, reconcile, clock, log, onRun: (run) => runs.push(run) });
  controller.start();
  afterThisTest(queue.close);
  return { clock, queue, controller, runs, lines, outcomes: () => runs.map(({ outcome }) => outcome) };
}

const fails = (error: unknown) => async () => {
  throw error;
};

class Conflict extends Error {
  override readonly name = 'Conflict';
}

describe('a run', () => {
  it('that is settled is not repeated', async () => {
    const { queue, clock, outcomes } = aController(async () => settled);
    queue.add('xr/demo');
    await eventually(outcomes, ['Success']);
    expect(clock.sleeping()).toEqual([]);
  });

  it('that asks for another gets it after that time', async () => {
    const { queue, clock, outcomes } = aController(async () => ({ requeueAfterSeconds: 30 }));
    queue.add('xr/demo');
    await clock.until(30_000);
    clock.advance(30_000);
    await eventually(outcomes, ['Success', 'Success']);
  });

  it('that fails is repeated, later each time, and told once each time', async () => {
    const { queue, clock, runs, lines } = aController(fails(new Error('no luck')));
    queue.add('xr/demo');
    for (const wait of [2.5, 5, 10]) {
      await clock.until(wait);
      clock.advance(wait);
    }
    await eventually(() => runs.length, 4);
    expect(runs[0]).toEqual({ key: 'xr/demo', outcome: 'Error', seconds: 0 });
    expect(lines.map(({ msg }) => msg)).toEqual(Array(4).fill('It failed and is tried again'));
  });

  it('that succeeds after failures makes the next failure a first one', async () => {
    let fail = true;
    const { queue, clock, outcomes } = aController(async () => {
      if (fail) throw new Error('no luck');
      return settled;
    });
    queue.add('xr/demo');
    await clock.until(2.5);
    clock.advance(2.5);
    await clock.until(5);
    fail = false;
    clock.advance(5);
    await eventually(outcomes, ['Error', 'Error', 'Success']);
    fail = true;
    queue.add('xr/demo');
    await clock.until(2.5);
  });

  it('that the server asks to wait is repeated no sooner', async () => {
    const { queue, clock } = aController(fails(Object.assign(new Error('busy'), { retryAfterSeconds: 7 })));
    queue.add('xr/demo');
    await clock.until(7000);
  });

  it('that meets a conflict is repeated quietly', async () => {
    const { queue, clock, outcomes, lines } = aController(fails(new Conflict('changed')));
    queue.add('xr/demo');
    await clock.until(2.5);
    expect(outcomes()).toEqual(['Conflict']);
    expect(lines.map(({ level }) => level)).toEqual([pino.levels.values['debug']]);
  });

  it('that waits for something expected is repeated after that time, without alarm', async () => {
    const { queue, clock, lines } = aController(
      fails(new RetryAfter(12, 'CertificatePending', 'Not there yet.')),
    );
    queue.add('xr/demo');
    await clock.until(12_000);
    expect(lines).toMatchObject([{ level: pino.levels.values['info'], reason: 'CertificatePending' }]);
  });

  it('that only the user can help is not repeated', async () => {
    const { queue, clock, outcomes } = aController(
      fails(new TerminalError('NameTaken', 'There is another.')),
    );
    queue.add('xr/demo');
    await eventually(outcomes, ['TerminalError']);
    expect(clock.sleeping()).toEqual([]);
  });
});

describe('workers', () => {
  it('are four, and run different keys at the same time', async () => {
    const started: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const { queue } = aController(async (key) => {
      started.push(key);
      await promise;
      return settled;
    });
    for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(key);
    await eventually(() => started, ['a', 'b', 'c', 'd']);
    resolve();
    await eventually(() => started, ['a', 'b', 'c', 'd', 'e']);
  });

  it('R13: that are stopped finish their run and take no other key', async () => {
    const started: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const { queue, controller } = aController(async (key) => {
      started.push(key);
      await promise;
      return settled;
    });
    for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(key);
    await eventually(() => started.length, 4);
    const stopped = controller.stop();
    resolve();
    expect(await stopped).toBe(true);
    expect(started).toEqual(['a', 'b', 'c', 'd']);
  });

  it('R13: are not waited for longer than ten seconds', async () => {
    const { queue, clock, controller } = aController(() => new Promise(() => undefined));
    queue.add('a');
    await eventually(() => queue.depth(), 0);
    const stopped = controller.stop();
    await clock.until(10_000);
    clock.advance(10_000);
    expect(await stopped).toBe(false);
  });
});

it('R12: a resync adds all keys every ten minutes, give or take one', async () => {
  const { queue, clock, runs } = aController(async () => settled);
  const stop = new AbortController();
  const keys = () => ['a', 'b'];
  const ended = resync({ queue, keys, seconds: 600, clock, random: () => 0 }, stop.signal);
  for (const count of [2, 4]) {
    await clock.until(540_000);
    clock.advance(540_000);
    await eventually(() => runs.length, count);
  }
  stop.abort();
  await ended;
  expect(clock.sleeping()).toEqual([]);
});
