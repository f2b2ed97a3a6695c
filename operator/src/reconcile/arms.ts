import { labels } from '../api/identity.ts';
import type { Pod } from '../kube/types.ts';
import { armOf } from '../rollout/arm.ts';
import type { Arm } from '../rollout/reading.ts';
import { besideStable, type Revision, type Rollout } from '../rollout/rollout.ts';
import type { Observed } from './observed.ts';

export const revisionOf = (pod: Pod): Revision | undefined => pod.metadata.labels?.[labels.revision];

/** Living pods of neither role, which a selector for both would reach. */
export const strangersOf = ({ pods }: Observed, rollout: Rollout): number => {
  const known = ['stable' in rollout ? rollout.stable : undefined, besideStable(rollout)];
  return pods.filter((pod) => !pod.metadata.deletionTimestamp && !known.includes(revisionOf(pod))).length;
};

/** How the pods of both roles are. Only what happened since the release began counts against either. */
export function armsOf(
  { pods, now, status }: Observed,
  rollout: Rollout,
): { readonly stable: Arm; readonly candidate: Arm } {
  const since = 'startedAt' in rollout ? new Date(rollout.startedAt) : now;
  const arm = (revision: Revision | undefined) =>
    armOf(
      pods.filter((pod) => revision !== undefined && revisionOf(pod) === revision),
      { now, since, imageID: status.revisions.find(({ name }) => name === revision)?.imageID },
    );
  return {
    stable: arm('stable' in rollout ? rollout.stable : undefined),
    candidate: arm(besideStable(rollout)),
  };
}
