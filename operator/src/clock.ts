import { setTimeout as sleep } from 'node:timers/promises';

/** Time as an argument, so that a test can be the one who lets it pass. */
export interface Clock {
  /** Milliseconds that only go forward and go on while the process is stopped (CLOCK_MONOTONIC). For measuring. */
  now(): number;
  /** The time of day, which may jump. For what people and other programs read. */
  date(): Date;
  /** Resolves after so many milliseconds; rejects with the signal's reason if that comes first. */
  after(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after: async (milliseconds, signal) => {
    try {
      await sleep(milliseconds, undefined, signal ? { signal } : {});
    } catch (error) {
      throw signal?.reason ?? error;
    }
  },
};
