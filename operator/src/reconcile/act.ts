import type { Cluster, Key } from '../kube/cluster.ts';
import { isRefusal } from '../kube/errors.ts';
import type { KubeObject, Pod } from '../kube/types.ts';
import type { TokenWord } from '../plan/rotation.ts';
import type { Plan } from './decide.ts';
import type { Observed } from './observed.ts';

/** What acting needs besides the plan. */
export interface Acting {
  readonly cluster: Cluster;
  /** Tells a pod that it is leaving; never rejects. */
  readonly drain: (pod: Pod, token: string | undefined) => Promise<void>;
  /** Tells pods what comes after their API token; never rejects. */
  readonly tell: (
    key: Key,
    pods: readonly Pod[],
    token: string | undefined,
    word: TokenWord,
  ) => Promise<void>;
}

/**
 * Makes the cluster what the plan says. Repeating it is harmless: each part does only what is not so yet. Of what is around the
 * pods, what the API server refuses is passed over, and told by a rejection once all else is done: a rollback is not kept from its end
 * by an Ingress.
 */
export async function act(plan: Plan, observed: Observed, { cluster, drain, tell }: Acting): Promise<void> {
  const { owner, children, tokens } = observed;
  for (const { pod, cost } of plan.mark) await cluster.setDeletionCost(pod, cost);
  for (const child of plan.apply) await cluster.apply(child);
  const refusals = await appliedApart(plan.around, cluster);
  await Promise.all(plan.drain.map((pod) => drain(pod, tokens?.values.API_TOKEN)));
  if (plan.tell) await tell(owner, plan.tell.pods, tokens?.values.API_TOKEN, plan.tell.word);
  for (const pod of plan.replace) await cluster.deletePod(pod);
  await cluster.prune(owner.uid, children, [...plan.apply, ...plan.around, ...plan.keep]);
  for (const refusal of refusals) throw refusal;
}

/** Applies each, and answers what was refused; any other error ends it. */
async function appliedApart(objects: readonly KubeObject[], cluster: Cluster): Promise<readonly Error[]> {
  const refusals: Error[] = [];
  for (const child of objects) {
    try {
      await cluster.apply(child);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(error);
    }
  }
  return refusals;
}
