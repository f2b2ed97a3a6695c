import { backoff } from '../../controller/backoff.ts';

/** Decides how long a reflector waits before it asks again. It never asks more than once a second for long, and never gives up. */
export interface Pace {
  /** After a watch that the server ended in good order, having been open for `lasted` milliseconds. */
  afterEnd(lasted: number): number;
  /** After a failure, the watch having been open for `lasted` milliseconds (0: it was never opened). */
  afterFailure(lasted: number, failure: unknown): number;
}

const policy = { baseMilliseconds: 800, maxMilliseconds: 30_000 };
const shortestWatch = 1000;

export function createPace(random: () => number): Pace {
  let failures = 0;
  return {
    afterEnd: (lasted) => {
      failures = 0;
      return Math.max(0, shortestWatch - lasted);
    },
    afterFailure: (lasted, failure) => {
      if (lasted >= shortestWatch) failures = 0;
      return Math.max(backoff(failures++, policy, random), wishOf(failure));
    },
  };
}

/** The wait that the server asked for, in milliseconds. */
function wishOf(failure: unknown): number {
  const seconds = (failure as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds;
  return typeof seconds === 'number' ? seconds * 1000 : 0;
}
