import type { HorizontalPodAutoscaler, KubeObject } from '../kube/types.ts';
import { departures, deployedPods, type Marked, shrinking } from '../plan/departures.ts';
import { fullReplicas } from '../rollout/keptPods.ts';
import { hasAllUsers, isRescued, type Revision, type Rollout } from '../rollout/rollout.ts';
import { type Announcement, announce } from '../status/events.ts';
import type { ScalingFound } from '../status/scaling.ts';
import type { Observed } from './observed.ts';

/** What is seen, with the pods that a release keeps in place of fewer that are asked for. */
export function keepingPods<Seen extends Pick<Observed, 'owner' | 'status'>>(
  seen: Seen,
  before: Rollout,
): Seen {
  const { owner, status } = seen;
  const replicas = fullReplicas(before, owner.spec.replicas, status.release?.replicas);
  return replicas === owner.spec.replicas
    ? seen
    : { ...seen, owner: { ...owner, spec: { ...owner.spec, replicas } } };
}

/** What the spec asks for, and what the autoscaler says. */
export function scalingOf({ owner, children }: Observed): ScalingFound {
  const autoscaler = children.filter(isAutoscaler).find(({ metadata }) => metadata.name === owner.name);
  return { asked: owner.spec.replicas, ...(autoscaler && { autoscaler }) };
}

const isAutoscaler = (child: KubeObject): child is HorizontalPodAutoscaler =>
  child.kind === 'HorizontalPodAutoscaler';

/** Which pods are to leave first, where some are about to; nothing where nobody has asked them how full they are. */
export function marksOf(
  { owner, children, pods, connections }: Observed,
  rollout: Rollout,
): readonly Marked[] {
  const { replicas } = owner.spec;
  if (!connections) return [];
  return departures(shrinking(rollout, replicas, children, pods), replicas, connections);
}

/** Told when the revision that users have is given another number of pods. */
export function scaled(
  { owner, children }: Observed,
  before: Rollout,
  after: Rollout,
): readonly Announcement[] {
  const revision = usersHave(after);
  if (revision === undefined || revision !== usersHave(before)) return [];
  const [from, to] = [deployedPods(children, revision), owner.spec.replicas];
  return from === undefined || from === to
    ? []
    : [announce('Scaled', `Revision ${revision} gets ${to} pods; it had ${from}.`)];
}

function usersHave(rollout: Rollout): Revision | undefined {
  if (hasAllUsers(rollout) || isRescued(rollout)) return rollout.candidate;
  return 'stable' in rollout ? rollout.stable : undefined;
}
