import { besideStable, type Revision, type Rollout } from '../rollout/rollout.ts';

/** Revisions that have pods in this phase. */
export function liveRevisions(rollout: Rollout): readonly Revision[] {
  const stable = 'stable' in rollout && rollout.stable ? [rollout.stable] : [];
  const other = besideStable(rollout);
  return other === undefined ? stable : [...stable, other];
}
