import { setTimeout as pause } from 'node:timers/promises';
import { isUnavailable } from '../database/unavailable.ts';

const pauseMilliseconds = 500;

/** Does something with the database, again and again while it is away. Rejects with what else goes wrong, or when `stop` asks. */
export async function steadily<T>(stop: AbortSignal, act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await pause(pauseMilliseconds, undefined, { signal: stop });
    }
  }
}
