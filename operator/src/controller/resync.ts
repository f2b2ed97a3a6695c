import type { Clock } from '../clock.ts';
import type { WorkQueue } from './workQueue.ts';

export interface ResyncOptions {
  readonly queue: WorkQueue;
  /** All keys there are. */
  readonly keys: () => Iterable<string>;
  /** Between two rounds, give or take a tenth. */
  readonly seconds: number;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Adds every key once in a while until the signal fires, because a change may have been missed. */
export async function resync(options: ResyncOptions, signal: AbortSignal): Promise<void> {
  const { queue, keys, seconds, clock, random } = options;
  while (!signal.aborted) {
    await clock.after(seconds * 1000 * (0.9 + 0.2 * random()), signal).catch(() => undefined);
    if (signal.aborted) return;
    for (const key of keys()) queue.add(key);
  }
}
