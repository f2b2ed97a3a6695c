import type { Arm } from '../rollout/reading.ts';
import { hasAllUsers, isRescued, type Revision } from '../rollout/rollout.ts';
import { isTaken } from './exposure.ts';
import type { Situation } from './situation.ts';

/** The revision that users are meant to have, and how its pods are; during a canary that is the stable one. */
export function servingArm({
  rollout,
  stable,
  candidate,
}: Pick<Situation, 'rollout' | 'stable' | 'candidate'>): {
  readonly revision: Revision | undefined;
  readonly arm: Arm;
} {
  if (rollout.phase === 'Baking' || isRescued(rollout))
    return { revision: rollout.candidate, arm: candidate };
  return { revision: 'stable' in rollout ? rollout.stable : undefined, arm: stable };
}

const partOf = (pods: number, all: number): number => (all === 0 ? 0 : Math.round((100 * pods) / all));

/** Share of users that the candidate really has, in per cent: a route or else the pods decide, unless all or nobody is asked for. */
export function trafficPercent(situation: Situation): number {
  const { rollout, stable, candidate, gateway, routed } = situation;
  if (routed && isTaken(gateway)) return routed.percent;
  switch (rollout.phase) {
    case 'Canary':
    case 'Promoting':
    case 'Baking': {
      if (hasAllUsers(rollout) || isRescued(rollout)) return 100;
      if (rollout.phase === 'Canary' && rollout.closed) return 0;
      return partOf(candidate.ready, stable.ready + candidate.ready);
    }
    default:
      return 0;
  }
}
