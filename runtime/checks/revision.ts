import { type Check, insist } from './check.ts';

/** Often enough to meet several pods. */
const times = 5;

/** Whoever answers is the candidate. */
export const revision: Check = {
  name: 'smoke.revision',
  ask: async ({ preview, world, revision: expected }) => {
    for (const site of [world, ...Array(times).fill(preview)]) {
      const { headers } = await site.ask('/status');
      const told = headers['x-spacetime-revision'] ?? 'none';
      insist(told === expected, `X-Spacetime-Revision is ${told} instead of ${expected}.`);
    }
    return `${expected} in ${times + 1} answers`;
  },
};
