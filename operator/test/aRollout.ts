import { next } from '../src/rollout/next.ts';
import type { Policy } from '../src/rollout/policy.ts';
import type { Reading } from '../src/rollout/reading.ts';
import type { Closed, In, OnTrial, Rollout } from '../src/rollout/rollout.ts';
import { after, aReading, aSpec, aTrial, noon, revisions } from './builders.ts';

/** Four pods; steps of one and of four candidates (20 s each), a bake of 100 s. */
export const policy = (rollout: object = {}, replicas = 4): Policy =>
  aSpec({
    replicas,
    rollout: {
      canary: { steps: [{ trafficPercent: 20 }, { trafficPercent: 50 }] },
      bakeSeconds: 100,
      ...rollout,
    },
  });

export const stable: Rollout = { phase: 'Stable', stable: revisions.a };
export const preparing: OnTrial = { phase: 'Preparing', ...aTrial() };
export const checking: OnTrial = { phase: 'Checking', ...aTrial() };
export const canary: In<'Canary'> = {
  phase: 'Canary',
  step: 0,
  canaryStartedAt: noon.toISOString(),
  ...aTrial(),
};
export const lastStep: In<'Canary'> = { ...canary, step: 1 };
export const promoting: OnTrial = { phase: 'Promoting', ...aTrial() };
export const baking: In<'Baking'> = { phase: 'Baking', ...aTrial() };
/** A bake in which both revisions have users since a second after it began. */
export const compared: In<'Baking'> = { ...baking, comparedSince: after(1).toISOString() };

/** A release of `b` over `a` that has just come into each phase of its trial. */
export const trials = [preparing, checking, canary, lastStep, promoting, baking] as const;
export const exposed = [canary, lastStep, promoting, baking] as const;

/** A canary whose users were taken away a second after it began. */
export const closed = (reason: Closed['reason']): In<'Canary'> => ({
  ...canary,
  closed: { reason, since: after(1).toISOString() },
});

/** The first release of a world. */
export const first: In<'Preparing'> = { phase: 'Preparing', ...aTrial(), stable: undefined };

/** The phase that follows, with the step of a canary. */
export const leadsTo = (at: Rollout, reading: Partial<Reading>, rules: Policy = policy()): string =>
  phaseOf(next(at, aReading(reading), rules));

export const phaseOf = (at: Rollout): string => (at.phase === 'Canary' ? `Canary ${at.step}` : at.phase);
