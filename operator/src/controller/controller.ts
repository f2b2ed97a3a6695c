import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Result, RetryAfter, TerminalError } from './result.ts';
import type { WorkQueue } from './workQueue.ts';

/** One run of reconcile, when it is over. */
export interface Run {
  readonly key: string;
  /** `Success`, or the name of the error's class. */
  readonly outcome: string;
  readonly seconds: number;
}

export interface ControllerOptions {
  readonly queue: WorkQueue;
  /** Looks at everything the key names and does what is to be done now. */
  readonly reconcile: (key: string) => Promise<Result>;
  /** 4 unless said. */
  readonly workers?: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onRun?: (run: Run) => void;
}

export interface Controller {
  start(): void;
  /** Takes no more keys and waits for the runs that have begun, at most so many seconds (10). Answers whether they ended. */
  stop(seconds?: number): Promise<boolean>;
}

/** Workers that take keys from the queue and put them back as reconcile asks, or as its errors demand. */
export function createController(options: ControllerOptions): Controller {
  const { queue, workers = 4, clock } = options;
  let working: Promise<unknown> = Promise.resolve();

  async function work(): Promise<void> {
    for (;;) {
      const key = await queue.take();
      if (key === undefined) return;
      await run(key, options);
      queue.done(key);
    }
  }

  return {
    start: () => {
      working = Promise.all(Array.from({ length: workers }, work));
    },
    stop: async (seconds = 10) => {
      queue.close();
      const over = new AbortController();
      const late = clock.after(seconds * 1000, over.signal).then(
        () => false,
        () => false,
      );
      const ended = await Promise.race([working.then(() => true), late]);
      over.abort();
      return ended;
    },
  };
}

async function run(key: string, { queue, reconcile, clock, log, onRun }: ControllerOptions): Promise<void> {
  const startedAt = clock.now();
  let outcome = 'Success';
  try {
    const { requeueAfterSeconds } = await reconcile(key);
    queue.forget(key);
    if (requeueAfterSeconds !== undefined) queue.addAfter(key, requeueAfterSeconds * 1000);
  } catch (error) {
    outcome = error instanceof Error ? error.name : 'Error';
    failed(key, error, queue, log.child({ key }));
  }
  onRun?.({ key, outcome, seconds: (clock.now() - startedAt) / 1000 });
}

/** The one place where an error of a run is told: what it means for the key, and to whom it matters. */
function failed(key: string, error: unknown, queue: WorkQueue, log: Logger): void {
  if (error instanceof TerminalError) {
    queue.forget(key);
    log.warn({ reason: error.reason, err: error }, 'It waits for a change by the user');
    return;
  }
  if (error instanceof RetryAfter) {
    queue.forget(key);
    queue.addAfter(key, error.seconds * 1000);
    log.info({ reason: error.reason, seconds: error.seconds }, error.message);
    return;
  }
  queue.retry(key, wishOf(error));
  // Somebody else was quicker: the next run looks again.
  if (error instanceof Error && error.name === 'Conflict')
    log.debug({ err: error }, 'It has changed meanwhile');
  else log.error({ err: error }, 'It failed and is tried again');
}

/** The wait that a server asked for, in milliseconds. */
function wishOf(error: unknown): number {
  const seconds = (error as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds;
  return typeof seconds === 'number' ? seconds * 1000 : 0;
}
