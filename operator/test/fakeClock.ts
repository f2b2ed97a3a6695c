import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../src/clock.ts';

/** A clock that stands still until the test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on and wakes, in order, everybody whose time has come. */
  advance(milliseconds: number): void;
  /** Moves only the time, as for a process that was stopped: nobody is woken before the next `advance`. */
  stop(milliseconds: number): void;
  /** The milliseconds that each sleeper has still to wait, the shortest first. */
  sleeping(): number[];
  /** Resolves when somebody has exactly so long to wait. Rejects after ten seconds, naming who does wait. */
  until(milliseconds: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function fakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let now = 1000;
  let sleepers: Sleeper[] = [];
  const sleeping = () => sleepers.map(({ at }) => at - now).sort((a, b) => a - b);

  return {
    now: () => now,
    date: () => new Date(start + now),
    after: (milliseconds, signal) =>
      new Promise((wake, fail) => {
        if (signal?.aborted) return fail(signal.reason);
        const sleeper: Sleeper = { at: now + milliseconds, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          fail(signal.reason);
        });
      }),
    advance: (milliseconds) => {
      now += milliseconds;
      const due = sleepers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
    },
    stop: (milliseconds) => {
      now += milliseconds;
    },
    sleeping,
    until: async (milliseconds) => {
      const deadline = performance.now() + 10_000;
      while (!sleeping().includes(milliseconds)) {
        if (performance.now() > deadline) {
          throw new Error(
            `Nobody waits for ${milliseconds} ms; the waits are: ${sleeping().join(', ') || 'none'}`,
          );
        }
        await turn();
      }
    },
  };
}
