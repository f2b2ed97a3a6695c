import { setTimeout } from 'node:timers/promises';

const pauseMilliseconds = 100;

/**
 * Asks again and again until there is an answer, and resolves with it. Throws an Error with what `late` says when the signal comes
 * first; an error of `ask` is thrown at once.
 */
export async function poll<T>(
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
  late: () => string,
): Promise<T> {
  while (!signal.aborted) {
    const answer = await ask().catch((error) => {
      // Who was cut off in the middle of asking has no answer either.
      if (!signal.aborted) throw error;
    });
    if (answer !== undefined) return answer;
    await setTimeout(pauseMilliseconds, undefined, { signal }).catch(() => {});
  }
  throw new Error(late());
}

/** Resolves with what comes first: the promise, or an Error with what `late` says at the signal. */
export async function within<T>(signal: AbortSignal, promise: Promise<T>, late: () => string): Promise<T> {
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(new Error(late()));
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([promise, over.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Seconds for people: `1.2 s`. */
export const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Milliseconds for people, whole ones. */
export const inMilliseconds = (milliseconds: number): string =>
  milliseconds < 1 ? 'less than 1 ms' : `${Math.round(milliseconds)} ms`;
