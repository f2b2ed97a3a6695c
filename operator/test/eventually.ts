import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** Waits until `read` answers `expected`, then checks it once more so that a failure shows the difference. */
export async function eventually<T>(read: () => T | Promise<T>, expected: T, seconds = 10): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!isDeepStrictEqual(await read(), expected) && performance.now() < deadline) await sleep(5);
  expect(await read()).toEqual(expected);
}
