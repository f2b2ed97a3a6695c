import type { Clock } from '../../clock.ts';

/** The work took longer than it may. */
class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

/** Said to the clock, which alone hears it: without a reason each call would make an error with its stack. */
const isDone = 'The work is done.';

/**
 * Runs `work` with a signal that fires when the time is up (reason `DeadlineExceeded`) or when `parent` fires (its reason).
 * The listener on `parent` is taken off again, so that a signal that lives as long as the process collects nothing.
 */
export async function within<T>(
  clock: Clock,
  milliseconds: number,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const done = new AbortController();
  const stop = () => over.abort(parent?.reason);
  if (parent?.aborted) stop();
  parent?.addEventListener('abort', stop, { once: true });
  clock.after(milliseconds, done.signal).then(
    () => over.abort(new DeadlineExceeded(`no answer within ${milliseconds / 1000} s`)),
    () => undefined,
  );
  try {
    return await work(over.signal);
  } finally {
    done.abort(isDone);
    parent?.removeEventListener('abort', stop);
  }
}
