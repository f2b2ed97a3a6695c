import type { Arm } from './reading.ts';
import type { Rollout } from './rollout.ts';
import { type CanaryStep, stepAt } from './shares.ts';

/** What carries users. */
interface Carriers {
  readonly replicas: number;
  readonly steps: readonly CanaryStep[];
  readonly stable: Pick<Arm, 'ready'>;
  readonly candidate: Pick<Arm, 'ready'>;
}

/** What two revisions of the same size have by pod counts: where a release has no canary, and where both are compared. */
const half = 50;

/**
 * Share of users, in whole per cent, that a candidate gets where weights are exact: that of its step, of the last step
 * while it grows, half while a bake compares, and none or all elsewhere. Where it may have users, whoever alone has ready pods has them all.
 */
export function candidatePercent(rollout: Rollout, carriers: Carriers): number {
  const { steps } = carriers;
  switch (rollout.phase) {
    case 'Canary':
      return rollout.closed ? 0 : carried(stepAt(steps, rollout.step)?.trafficPercent ?? 0, carriers);
    case 'Promoting':
      return rollout.promotedBy === 'Rescue'
        ? everybody(carriers)
        : carried(steps.at(-1)?.trafficPercent ?? half, carriers);
    case 'Baking':
      return rollout.comparedSince ? carried(half, carriers) : everybody(carriers);
    case 'Pending':
    case 'Stable':
    case 'Comparing':
    case 'Preparing':
    case 'Checking':
    case 'Recalling':
    case 'RollingBack':
    case 'RolledBack':
      return 0;
  }
}

/**
 * Each of `replicas` pods carries an equal part of the users, so a candidate gets its share as its pods become ready: a
 * weight, unlike a selector, sends users to pods that are not there.
 */
function carried(percent: number, { replicas, stable, candidate }: Carriers): number {
  if (candidate.ready === 0) return 0;
  return stable.ready === 0 ? 100 : Math.min(percent, Math.floor((100 * candidate.ready) / replicas));
}

/** A stable revision that is still warm serves while the candidate that has replaced it has no ready pod. */
const everybody = ({ stable, candidate }: Carriers): number =>
  candidate.ready === 0 && stable.ready > 0 ? 0 : 100;
