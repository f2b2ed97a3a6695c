import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** Repeats `read` until it answers `expected`; when it does not in time, the failure shows the last answer. */
export async function eventually<T>(read: () => T | Promise<T>, expected: T, seconds = 10): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  let last = await read();
  while (!isDeepStrictEqual(last, expected) && performance.now() < deadline) {
    await sleep(5);
    last = await read();
  }
  expect(last).toEqual(expected);
}
