import type { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { whenExhausted } from './patience.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A thread that has the processor for this share of the time, from when it has started. */
function threadThatGets(share: number, { startsAfterSeconds = 0 } = {}): Pick<Worker, 'cpuUsage'> {
  const began = performance.now();
  return {
    cpuUsage: async () => {
      const seconds = (performance.now() - began) / 1000 - startsAfterSeconds;
      if (seconds <= 0) throw new Error('Worker instance not running');
      return { user: seconds * share * 1e6, system: 0 };
    },
  };
}

async function secondsUntilExhausted(thread: Pick<Worker, 'cpuUsage'>): Promise<number> {
  const began = performance.now();
  let at: number | undefined;
  const stop = whenExhausted(thread as Worker, 5, () => {
    at ??= (performance.now() - began) / 1000;
  });
  await jest.advanceTimersByTimeAsync(60_000);
  stop();
  return at ?? Number.POSITIVE_INFINITY;
}

describe('whenExhausted', () => {
  it('ends a thread that has computed for its seconds', async () => {
    expect(await secondsUntilExhausted(threadThatGets(1))).toBe(5);
  });

  it('waits longer for one that shares the processor, up to six times as long', async () => {
    expect(await secondsUntilExhausted(threadThatGets(0.5))).toBe(10);
    expect(await secondsUntilExhausted(threadThatGets(0.01))).toBe(30);
  });

  it('takes one that has not started yet for one that has not computed', async () => {
    expect(await secondsUntilExhausted(threadThatGets(1, { startsAfterSeconds: 8 }))).toBe(13);
  });
});
