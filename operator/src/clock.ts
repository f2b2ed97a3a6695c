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
  // The one of node:timers/promises makes an error, with its stack, for each wait that is called off, and most are.
  after: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const callOff = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', callOff);
        resolve();
      }, milliseconds);
      if (signal?.aborted) callOff();
      else signal?.addEventListener('abort', callOff, { once: true });
    }),
};
