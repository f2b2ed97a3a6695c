import type { Pod } from '../kube/types.ts';
import { cannotPull, isReady } from '../rollout/arm.ts';
import { besideStable, type Rollout } from '../rollout/rollout.ts';
import { revisionOf } from './arms.ts';
import type { Observed } from './observed.ts';

/** What is done to single pods: what is undone or left behind is told to drain, one without an image is tried anew. */
export function podActions(
  { pods }: Observed,
  after: Rollout,
): { readonly drain: readonly Pod[]; readonly replace: readonly Pod[] } {
  const staying = pods.filter((pod) => !pod.metadata.deletionTimestamp);
  const starts = after.phase === 'Preparing' || after.phase === 'Recalling';
  return {
    drain: staying.filter((pod) => isReady(pod) && leaves(revisionOf(pod), after)),
    // A new pod tries at once, where the kubelet would wait longer each time.
    replace: starts ? staying.filter((pod) => isOfCandidate(pod, after) && cannotPull(pod)) : [],
  };
}

const isOfCandidate = (pod: Pod, rollout: Rollout): boolean =>
  'candidate' in rollout && revisionOf(pod) === rollout.candidate;

/** A world that does not know what is stable leaves every pod alone. */
function leaves(revision: string | undefined, after: Rollout): boolean {
  if (after.phase === 'RollingBack' && revision === after.candidate) return true;
  const stable = 'stable' in after ? after.stable : undefined;
  return stable !== undefined && revision !== stable && revision !== besideStable(after);
}
