import type { Pod } from '../kube/types.ts';
import { cannotPull, isReady } from '../rollout/arm.ts';
import type { Drill } from '../rollout/drill.ts';
import { besideStable, type Revision, type Rollout } from '../rollout/rollout.ts';
import { revisionOf } from './arms.ts';
import type { Observed } from './observed.ts';

/** What is done to single pods: what is undone or left behind is told to drain, one without an image is tried anew. */
export function podActions(
  { pods }: Observed,
  after: Rollout,
  drill?: Drill,
): { readonly drain: readonly Pod[]; readonly replace: readonly Pod[] } {
  const staying = pods.filter((pod) => !pod.metadata.deletionTimestamp);
  const starting = [startingIn(after), drill?.phase === 'Preparing' ? drill.candidate : undefined];
  return {
    drain: staying.filter(
      (pod) => isReady(pod) && revisionOf(pod) !== drill?.candidate && leaves(revisionOf(pod), after),
    ),
    // A new pod tries at once, where the kubelet would wait longer each time.
    replace: staying.filter(
      (pod) => revisionOf(pod) !== undefined && starting.includes(revisionOf(pod)) && cannotPull(pod),
    ),
  };
}

const startingIn = (rollout: Rollout): Revision | undefined =>
  rollout.phase === 'Preparing' || rollout.phase === 'Recalling' ? rollout.candidate : undefined;

/** A world that does not know what is stable leaves every pod alone. */
function leaves(revision: string | undefined, after: Rollout): boolean {
  if (after.phase === 'RollingBack' && revision === after.candidate) return true;
  const stable = 'stable' in after ? after.stable : undefined;
  return stable !== undefined && revision !== stable && revision !== besideStable(after);
}
