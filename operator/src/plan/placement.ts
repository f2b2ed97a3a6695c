import type { PodTemplate } from '../kube/types.ts';
import type { Revision } from '../rollout/rollout.ts';
import { selectorOf } from './metadata.ts';
import type { Owner } from './owner.ts';

type PodSpec = NonNullable<PodTemplate['spec']>;
type Constraint = NonNullable<PodSpec['topologySpreadConstraints']>[number];
type Mode = Owner['spec']['placement']['spread']['zones'];

/** Where the pods of a revision may run, and how far apart. What the spec does not say is left out. */
export function placed(
  owner: Owner,
  revision: Revision,
): Pick<PodSpec, 'nodeSelector' | 'tolerations' | 'priorityClassName' | 'topologySpreadConstraints'> {
  const { priorityClassName, spread } = owner.spec.placement;
  const constraints = [
    ...apart(owner, revision, 'topology.kubernetes.io/zone', spread.zones),
    ...apart(owner, revision, 'kubernetes.io/hostname', spread.nodes),
  ];
  return {
    ...onNodes(owner),
    ...(priorityClassName && { priorityClassName }),
    ...(constraints.length > 0 && { topologySpreadConstraints: constraints }),
  };
}

/** On which nodes a pod may run, for those of a check too: where all nodes are tainted it would wait for ever. */
export const onNodes = ({ spec: { placement } }: Owner): Pick<PodSpec, 'nodeSelector' | 'tolerations'> => ({
  ...(Object.keys(placement.nodeSelector).length > 0 && { nodeSelector: { ...placement.nodeSelector } }),
  ...(placement.tolerations.length > 0 && { tolerations: [...placement.tolerations] }),
});

/**
 * Pods of one revision alone are counted: those of another would draw a candidate away from where it belongs. Nodes that it
 * may not run on are no places that stay empty. Without `minDomains` all pods in one place would be evenly spread where there is no other.
 */
const apart = (owner: Owner, revision: Revision, topologyKey: string, mode: Mode): readonly Constraint[] =>
  mode === 'Disabled'
    ? []
    : [
        {
          maxSkew: 1,
          topologyKey,
          ...(mode === 'Required'
            ? { whenUnsatisfiable: 'DoNotSchedule' as const, minDomains: 2 }
            : { whenUnsatisfiable: 'ScheduleAnyway' as const }),
          nodeTaintsPolicy: 'Honor',
          labelSelector: { matchLabels: selectorOf(owner, revision) },
        },
      ];
