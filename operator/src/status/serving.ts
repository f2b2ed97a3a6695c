import type { Arm } from '../rollout/reading.ts';
import type { In, Revision, Rollout } from '../rollout/rollout.ts';
import { isTaken } from './exposure.ts';
import type { Situation } from './situation.ts';

/** The revision that most users have, and how its pods are; during a canary that is the stable one. */
export function servingArm({
  rollout,
  stable,
  candidate,
}: Pick<Situation, 'rollout' | 'stable' | 'candidate'>): {
  readonly revision: Revision | undefined;
  readonly arm: Arm;
} {
  if (servesAll(rollout)) return { revision: rollout.candidate, arm: candidate };
  return { revision: 'stable' in rollout ? rollout.stable : undefined, arm: stable };
}

/** Whether nobody but the candidate has users. */
const servesAll = (rollout: Rollout): rollout is In<'Baking' | 'Promoting'> =>
  rollout.phase === 'Baking' || (rollout.phase === 'Promoting' && rollout.promotedBy === 'Rescue');

/** Share of users that the candidate really has, in per cent: a route or else the pods decide, unless all or nobody is asked for. */
export function trafficPercent(situation: Situation): number {
  const { rollout, stable, candidate, gateway, routed } = situation;
  if (routed && isTaken(gateway)) return routed.percent;
  switch (rollout.phase) {
    case 'Baking':
      return 100;
    case 'Canary':
    case 'Promoting': {
      if (servesAll(rollout)) return 100;
      if (rollout.phase === 'Canary' && rollout.closed) return 0;
      const pods = stable.ready + candidate.ready;
      return pods === 0 ? 0 : Math.round((100 * candidate.ready) / pods);
    }
    default:
      return 0;
  }
}
