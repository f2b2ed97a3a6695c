import type { Cluster } from '../kube/cluster.ts';
import { resourceOf } from '../kube/resources.ts';
import type { KubeObject, Pod } from '../kube/types.ts';
import type { Plan } from './decide.ts';
import { holds } from './holds.ts';
import { ownedBy } from './observe.ts';
import type { Observed } from './observed.ts';

/** A name that we need is taken by an object that is not ours: it is never adopted. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
}

/** What acting needs besides the plan. */
export interface Acting {
  readonly cluster: Cluster;
  /** Tells a pod that it is leaving; never rejects. */
  readonly drain: (pod: Pod, token: string | undefined) => Promise<void>;
}

/** Makes the cluster what the plan says. Repeating it is harmless: each part does only what is not so yet. */
export async function act(plan: Plan, observed: Observed, { cluster, drain }: Acting): Promise<void> {
  const { owner, children, tokens } = observed;
  for (const child of plan.apply) {
    const stored = children.find((one) => isSame(one, child));
    if (stored && holds(stored, child)) continue;
    if (!stored) await refuseForeign(child, owner.uid, cluster);
    await cluster.apply(child);
  }
  await Promise.all(plan.drain.map((pod) => drain(pod, tokens?.values.API_TOKEN)));
  for (const pod of plan.replace) await cluster.deletePod(pod);
  await cluster.prune(owner.uid, children, [...plan.apply, ...plan.keep]);
}

const isSame = (a: KubeObject, b: KubeObject): boolean =>
  a.kind === b.kind && a.metadata.name === b.metadata.name;

/** The cache knows only what is ours, so what it lacks is asked of the server before it is written for the first time. */
async function refuseForeign(child: KubeObject, uid: string, cluster: Cluster): Promise<void> {
  // A child without an owner is one that we add keys to on purpose.
  if (!child.metadata.ownerReferences) return;
  const live = await cluster.read(resourceOf(child), child.metadata.namespace ?? '', child.metadata.name);
  if (live && !ownedBy(live, uid)) {
    throw new NameTaken(
      `${child.kind} ${child.metadata.name} is there already and is not ours; remove it, or name the SpaceTime differently.`,
    );
  }
}
