import { jest } from '@jest/globals';

const patienceMilliseconds = 60_000;
const pauseMilliseconds = 50;

// A test that waits must live longer than it may wait.
jest.setTimeout(2 * patienceMilliseconds);

/** Asks again and again until the answer is not undefined or false. Rejects with what was waited for when that takes too long. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + patienceMilliseconds;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  throw new Error(`Waited ${patienceMilliseconds / 1000} s for ${what}.`);
}
