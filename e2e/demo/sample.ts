import type { Outcome } from './outcome.ts';
import type { Release } from './releases.ts';

const bad: Release = { title: '(a) bad', good: false, spec: {}, reach: { failed: 40, badSeconds: 10 } };

/** An outcome of a bad release that was undone within reach, and whatever a test changes about it. */
export function anOutcome(
  change: Partial<Omit<Outcome, 'seen' | 'release'>> & {
    readonly seen?: Partial<Outcome['seen']>;
    readonly release?: Partial<Release>;
  } = {},
): Outcome {
  return {
    revision: 'badbadbadb',
    verdict: 'Undone',
    reason: 'ErrorRateWorse',
    message: 'It was worse.',
    notes: [],
    restored: true,
    verdictSeconds: 14.2,
    servedByBad: 4,
    tookSeconds: 20,
    ...change,
    release: { ...bad, ...change.release },
    seen: {
      requests: 400,
      failed: 4,
      badSeconds: 1.5,
      byRevision: {},
      askedAgain: 0,
      mostLateMilliseconds: 3,
      ...change.seen,
    },
  };
}
