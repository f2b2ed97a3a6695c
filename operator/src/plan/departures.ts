import { deletionCostAnnotation, labels } from '../api/identity.ts';
import type { Deployment, KubeObject, Pod } from '../kube/types.ts';
import { isReady } from '../rollout/arm.ts';
import type { Revision, Rollout } from '../rollout/rollout.ts';

/** A pod of which the ReplicaSet is to think otherwise; `cost` is absent where nothing of ours is to stand on it. */
export interface Marked {
  readonly pod: Pod;
  readonly cost: string | undefined;
}

/** The lowest that there is, so that whatever somebody else writes on other pods, this one leaves before them. */
const leavesFirst = '-2147483648';

const isDeployment = (child: KubeObject): child is Deployment => child.kind === 'Deployment';

/** Pods that the Deployment of a revision has been told to have; absent where there is none. */
export const deployedPods = (children: readonly KubeObject[], revision: Revision): number | undefined =>
  children.filter(isDeployment).find(({ metadata }) => metadata.labels?.[labels.revision] === revision)?.spec
    ?.replicas;

/** Living pods of the stable revision, if its Deployment is about to have fewer of them but some. */
export function shrinking(
  rollout: Rollout,
  replicas: number,
  children: readonly KubeObject[],
  pods: readonly Pod[],
): readonly Pod[] {
  const stable = 'stable' in rollout ? rollout.stable : undefined;
  if (stable === undefined || replicas === 0 || replicas >= (deployedPods(children, stable) ?? 0)) return [];
  return pods.filter(
    ({ metadata }) => metadata.labels?.[labels.revision] === stable && !metadata.deletionTimestamp,
  );
}

/**
 * What has to be written on `pods` so that those without visitors leave when only `staying` of them remain. Pods that are not
 * ready leave before all others anyway, and where all are equally full the ReplicaSet chooses, which knows their nodes.
 * `connections` are by uid; a pod that did not answer counts as full.
 */
export function departures(
  pods: readonly Pod[],
  staying: number,
  connections: ReadonlyMap<string, number>,
): readonly Marked[] {
  const crowd = ({ metadata }: Pod): number =>
    connections.get(metadata.uid ?? '') ?? Number.POSITIVE_INFINITY;
  const ready = pods.filter(isReady);
  const leaving = Math.max(0, ready.length - staying);
  const isEven = new Set(ready.map(crowd)).size <= 1;
  const emptiest = [...ready].sort((a, b) => order(crowd(a), crowd(b)) || younger(a, b));
  const first = new Set(isEven ? [] : emptiest.slice(0, leaving));
  return pods.flatMap((pod) => {
    const isMarked = pod.metadata.annotations?.[deletionCostAnnotation] === leavesFirst;
    if (first.has(pod) === isMarked) return [];
    return [{ pod, cost: isMarked ? undefined : leavesFirst }];
  });
}

const order = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

const younger = (a: Pod, b: Pod): number => order(createdAt(b), createdAt(a));

const createdAt = ({ metadata }: Pod): number => Date.parse(String(metadata.creationTimestamp));
