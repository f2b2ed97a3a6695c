import type { PodDisruptionBudget } from '../kube/types.ts';
import { childMetadata, selectorOf } from './metadata.ts';
import type { Owner } from './owner.ts';

/** How many pods of the world may leave at once when somebody drains a node; a sick pod may always leave. */
export const disruptionBudget = (owner: Owner): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: childMetadata(owner, owner.name),
  spec: {
    maxUnavailable: owner.spec.disruption.maxUnavailable,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: { matchLabels: selectorOf(owner) },
  },
});
