import type { Pod } from '../kube/types.ts';
import { cannotPull, isReady } from '../rollout/arm.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { revisionOf } from './arms.ts';
import type { Observed } from './observed.ts';

/** What is done to single pods: a rejected candidate's are told to drain, one without an image is tried anew. */
export function podActions(
  { pods }: Observed,
  after: Rollout,
): { readonly drain: readonly Pod[]; readonly replace: readonly Pod[] } {
  if (!('candidate' in after)) return { drain: [], replace: [] };
  const candidates = pods.filter(
    (pod) => revisionOf(pod) === after.candidate && !pod.metadata.deletionTimestamp,
  );
  return {
    drain: after.phase === 'RollingBack' ? candidates.filter(isReady) : [],
    // A new pod tries at once, where the kubelet would wait longer each time.
    replace: after.phase === 'Preparing' || after.phase === 'Recalling' ? candidates.filter(cannotPull) : [],
  };
}
