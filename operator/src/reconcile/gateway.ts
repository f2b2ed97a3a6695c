import type { Cluster } from '../kube/cluster.ts';
import { type Resource, resources } from '../kube/resources.ts';
import type { HTTPRoute, KubeObject } from '../kube/types.ts';
import { type AddressesFound, addressesOf } from '../plan/addressesFound.ts';
import type { GatewayFound, ParentFound, Routed } from '../plan/gatewayFound.ts';
import type { Installation } from '../plan/installation.ts';
import type { Owner } from '../plan/owner.ts';
import { type Parent, parentsOf } from '../plan/parents.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { stepsOf } from '../rollout/shares.ts';
import { candidatePercent } from '../rollout/weights.ts';
import { armsOf } from './arms.ts';
import type { Observed } from './observed.ts';

/** Where a look at the Gateway API gets its facts from. */
export interface GatewaySources {
  /** Whether the cluster has an optional kind. */
  serves(resource: Resource): boolean;
  readonly read: Cluster['read'];
  readonly installation: Installation;
}

/** Finds the route among `children`, and what it is attached to, which is the user's and is read anew at each look. */
export async function lookAtGateway(
  owner: Owner,
  children: readonly KubeObject[],
  sources: GatewaySources,
): Promise<GatewayFound> {
  if (!owner.spec.exposure.gateway) return { is: 'NotConfigured' };
  if (!sources.serves(resources.httpRoutes)) return { is: 'Missing' };
  const parents = await Promise.all(
    parentsOf(owner, sources.installation).map((ref) => parentOf(ref, owner, sources)),
  );
  const route = children.filter(isRoute).find(({ metadata }) => metadata.name === owner.name);
  return { is: 'Served', parents, ...(route && { route }) };
}

const kinds = { Gateway: resources.gateways, ListenerSet: resources.listenerSets };

async function parentOf(ref: Parent, { namespace }: Owner, { read }: GatewaySources): Promise<ParentFound> {
  const object = await read(kinds[ref.kind], ref.namespace ?? namespace, ref.name);
  return { ref, ...(object && { object }) };
}

const isRoute = (child: KubeObject): child is HTTPRoute => child.kind === 'HTTPRoute';

/** What there is of the ways to the world, and what the HTTPRoute is to be. */
export interface Route extends Pick<Observed, 'gateway' | 'installation'> {
  readonly addresses: AddressesFound;
  readonly routed?: Routed;
}

/** The way to the pods of both revisions after this decision. */
export function routeOf(observed: Observed, rollout: Rollout): Route {
  const { gateway, installation, owner } = observed;
  const found = { gateway, installation, addresses: addressesOf(observed.children, owner.name) };
  if (gateway.is !== 'Served') return found;
  const { replicas } = owner.spec;
  const carriers = { ...armsOf(observed, rollout), replicas, steps: stepsOf(owner.spec) };
  const parents = gateway.parents.map(({ ref }) => ref);
  const routed = {
    parents,
    percent: candidatePercent(rollout, carriers),
    isNew: gateway.route === undefined,
  };
  return { ...found, routed };
}
