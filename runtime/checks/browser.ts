import { type Check, Skipped } from './check.ts';

/** A browser can look at the world. */
export const browser: Check = {
  name: 'browser',
  ask: async () => {
    throw new Skipped('There is no browser: CHECK_BROWSER names none.');
  },
};
