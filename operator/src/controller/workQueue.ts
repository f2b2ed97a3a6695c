import type { Clock } from '../clock.ts';
import { type BackoffPolicy, backoff } from './backoff.ts';
import { type TokenBucketPolicy, tokenBucket } from './tokenBucket.ts';

/**
 * Keys that wait for a worker. A key that waits already is not put in a second time; one that is being worked on waits until that is
 * done, so that no two workers have the same key, and what happened meanwhile is seen by the next run.
 */
export interface WorkQueue {
  /** A run that starts after this call will follow. */
  add(key: string): void;
  /** Adds the key after so many milliseconds. If it is to be added sooner already, that is kept instead. */
  addAfter(key: string, milliseconds: number): void;
  /** Adds the key after a wait that grows with each call until `forget`, at least `milliseconds`, and that keeps the total rate in bounds. */
  retry(key: string, milliseconds?: number): void;
  /** The key has succeeded: its next retry is quick again. */
  forget(key: string): void;
  /** The next key, for this worker alone until it calls `done`; undefined when the queue is closed. */
  take(): Promise<string | undefined>;
  done(key: string): void;
  /** How many keys wait for a worker now. */
  depth(): number;
  /** Hands out no more keys and lets go of every timer. */
  close(): void;
}

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Of one key. From 5 ms to 5 minutes unless said. */
  readonly backoffPolicy?: BackoffPolicy;
  /** Of all retries together. 20 a second, and 50 at once, unless said; null: no bound. */
  readonly retryRate?: TokenBucketPolicy | null;
}

interface Delayed {
  readonly at: number;
  readonly cancel: AbortController;
}

export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { clock, random, retryRate = { perSecond: 20, burst: 50 } } = options;
  const { backoffPolicy = { baseMilliseconds: 5, maxMilliseconds: 300_000 } } = options;
  const waitForToken = retryRate ? tokenBucket(retryRate, clock) : () => 0;
  /** In the order in which they were added. */
  const ready = new Set<string>();
  const running = new Set<string>();
  const again = new Set<string>();
  const failures = new Map<string, number>();
  const delayed = new Map<string, Delayed>();
  const idle: ((key: string | undefined) => void)[] = [];
  let closed = false;

  function add(key: string): void {
    if (closed) return;
    if (running.has(key)) again.add(key);
    else ready.add(key);
    const [next] = ready;
    const worker = next === undefined ? undefined : idle.shift();
    if (next !== undefined && worker) worker(begin(next));
  }

  function begin(key: string): string {
    ready.delete(key);
    running.add(key);
    return key;
  }

  function addAfter(key: string, milliseconds: number): void {
    const at = clock.now() + milliseconds;
    const earlier = delayed.get(key);
    if (closed || (earlier && earlier.at <= at)) return;
    earlier?.cancel.abort();
    const cancel = new AbortController();
    delayed.set(key, { at, cancel });
    clock.after(milliseconds, cancel.signal).then(
      () => {
        delayed.delete(key);
        add(key);
      },
      () => undefined,
    );
  }

  return {
    add,
    addAfter,
    retry: (key, milliseconds = 0) => {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      addAfter(key, Math.max(milliseconds, backoff(count, backoffPolicy, random), waitForToken()));
    },
    forget: (key) => void failures.delete(key),
    take: async () => {
      if (closed) return undefined;
      const [next] = ready;
      return next === undefined ? new Promise((worker) => idle.push(worker)) : begin(next);
    },
    done: (key) => {
      running.delete(key);
      if (again.delete(key)) add(key);
    },
    depth: () => ready.size,
    close: () => {
      closed = true;
      for (const { cancel } of delayed.values()) cancel.abort();
      for (const worker of idle.splice(0)) worker(undefined);
    },
  };
}
