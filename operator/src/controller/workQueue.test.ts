import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { fakeClock } from '../../test/fakeClock.ts';
import { createWorkQueue, type WorkQueue } from './workQueue.ts';

const aQueue = (more = {}) => {
  const clock = fakeClock();
  return { clock, queue: createWorkQueue({ clock, random: () => 0.5, ...more }) };
};

/** The keys that can be taken now. */
async function takeAll(queue: WorkQueue): Promise<string[]> {
  const taken: string[] = [];
  while (queue.depth() > 0) taken.push((await queue.take()) ?? 'closed');
  return taken;
}

describe('a queue', () => {
  it('hands out keys in the order in which they were added, each once', async () => {
    const { queue } = aQueue();
    for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
    expect(await takeAll(queue)).toEqual(['a', 'b', 'c']);
  });

  it('hands a key to a worker that waits', async () => {
    const { queue } = aQueue();
    const first = queue.take();
    const second = queue.take();
    queue.add('a');
    queue.add('b');
    expect(await Promise.all([first, second])).toEqual(['a', 'b']);
  });

  it('keeps back a key that is being worked on until that is done', async () => {
    const { queue } = aQueue();
    queue.add('a');
    await queue.take();
    queue.add('a');
    queue.add('a');
    expect(queue.depth()).toBe(0);
    queue.done('a');
    expect(await takeAll(queue)).toEqual(['a']);
    queue.done('a');
    expect(queue.depth()).toBe(0);
  });

  it('that is closed hands out nothing, wakes its workers and keeps no timer', async () => {
    const { queue, clock } = aQueue();
    const waiting = queue.take();
    queue.addAfter('a', 1000);
    queue.close();
    queue.add('b');
    queue.addAfter('c', 10);
    expect([await waiting, await queue.take()]).toEqual([undefined, undefined]);
    expect(clock.sleeping()).toEqual([]);
  });
});

describe('a delay', () => {
  it('ends after its time', async () => {
    const { queue, clock } = aQueue();
    queue.addAfter('a', 1000);
    clock.advance(999);
    await turn();
    expect(queue.depth()).toBe(0);
    clock.advance(1);
    await turn();
    expect(await takeAll(queue)).toEqual(['a']);
  });

  it('gives way to a shorter one, and not to a longer one', async () => {
    const { queue, clock } = aQueue();
    queue.addAfter('a', 1000);
    queue.addAfter('a', 5000);
    expect(clock.sleeping()).toEqual([1000]);
    queue.addAfter('a', 200);
    expect(clock.sleeping()).toEqual([200]);
  });
});

describe('a retry', () => {
  it('waits twice as long each time, from 5 ms to 5 minutes, with jitter, until it is forgotten', async () => {
    const { queue, clock } = aQueue({ retryRate: null });
    const waits: number[] = [];
    for (let attempt = 0; attempt < 20; attempt++) {
      queue.retry('a');
      const [wait = 0] = clock.sleeping();
      waits.push(wait);
      clock.advance(wait);
      await turn();
    }
    expect(waits.slice(0, 6)).toEqual([2.5, 5, 10, 20, 40, 80]);
    expect(waits.slice(-2)).toEqual([150_000, 150_000]);
    queue.forget('a');
    queue.retry('a');
    expect(clock.sleeping()).toEqual([2.5]);
  });

  it('waits at least as long as was asked', () => {
    const { queue, clock } = aQueue();
    queue.retry('a', 7000);
    expect(clock.sleeping()).toEqual([7000]);
  });

  it('of many keys: fifty at once, then twenty a second', () => {
    const { queue, clock } = aQueue();
    for (let key = 0; key < 90; key++) queue.retry(String(key));
    const waits = clock.sleeping();
    expect(waits.filter((wait) => wait <= 5)).toHaveLength(50);
    expect(Math.max(...waits)).toBe(2000);
    clock.stop(60_000);
    queue.retry('later');
    expect(clock.sleeping()).toContain(2.5);
  });
});

/** What happens, in order: a key is added, or is to be added later, a worker asks, a worker is done, time passes. */
const someStep = fc.oneof(
  fc.record({ add: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ addAfter: fc.constantFrom('a', 'b', 'c'), milliseconds: fc.nat(50) }),
  fc.record({ retry: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ take: fc.constant(true) }),
  fc.record({ done: fc.nat(3) }),
  fc.record({ pass: fc.nat(50) }),
);
type Step = typeof someStep extends fc.Arbitrary<infer S> ? S : never;

/** Runs the steps with any number of workers and notes what matters. */
async function play(steps: readonly Step[]) {
  const { queue, clock } = aQueue();
  const running: string[] = [];
  /** Keys that were added and had no start since. */
  const owed = new Set<string>();
  const starts = async (key: string | undefined): Promise<void> => {
    if (key === undefined) return;
    if (running.includes(key)) throw new Error(`two workers have ${key}`);
    running.push(key);
    owed.delete(key);
  };
  const owe = (key: string): void => void owed.add(key);
  const acts: { readonly [Act in string]: (step: never) => void } = {
    add: ({ add }: { add: string }) => {
      owe(add);
      queue.add(add);
    },
    addAfter: ({ addAfter, milliseconds }: { addAfter: string; milliseconds: number }) => {
      owe(addAfter);
      queue.addAfter(addAfter, milliseconds);
    },
    retry: ({ retry }: { retry: string }) => {
      owe(retry);
      queue.retry(retry);
    },
    take: () => void queue.take().then(starts),
    done: ({ done }: { done: number }) => {
      const [key] = running.splice(done, 1);
      if (key !== undefined) queue.done(key);
    },
    pass: ({ pass }: { pass: number }) => clock.advance(pass),
  };
  for (const step of steps) {
    const [act = ''] = Object.keys(step);
    acts[act]?.(step as never);
    await turn();
  }
  return { queue, clock, running, owed, starts };
}

it('never hands a key to two workers, and every add is followed by a run that starts after it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someStep, { maxLength: 40 }), async (steps) => {
      const { queue, clock, running, owed, starts } = await play(steps);
      // From here on there are enough workers, all runs end, and time passes.
      for (let round = 0; round < 10; round++) {
        for (const key of running.splice(0)) queue.done(key);
        for (let worker = 0; worker < 3; worker++) void queue.take().then(starts);
        clock.advance(60_000);
        await turn();
      }
      expect([...owed]).toEqual([]);
      expect(queue.depth()).toBe(0);
      queue.close();
    }),
  );
});
