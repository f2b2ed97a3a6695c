import type { BackendRef, HTTPRoute } from '../kube/types.ts';
import type { Revision, Rollout } from '../rollout/rollout.ts';
import { childMetadata } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { Parent } from './parents.ts';
import { httpPort, usersServiceName } from './service.ts';

/**
 * The way from the Gateway to the pods, with exact weights; `percent` is the share of the candidate. It names a candidate
 * only from its canary on, and a weight of 0 takes it out. WebSockets need nothing but a request that may last for ever.
 * Source: Gateway API 1.7, HTTPRoute.
 */
export const httpRoute = (
  owner: Owner,
  parentRefs: readonly Parent[],
  rollout: Rollout,
  percent: number,
): HTTPRoute => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: childMetadata(owner, owner.name),
  spec: {
    parentRefs,
    hostnames: owner.spec.exposure.hostnames,
    rules: [{ timeouts: { request: '0s' }, backendRefs: backends(owner, rollout, percent) }],
  },
});

function backends(owner: Owner, rollout: Rollout, percent: number): readonly BackendRef[] {
  const backend = (revision: Revision, weight: number): BackendRef => ({
    name: usersServiceName(owner, revision),
    port: httpPort,
    weight,
  });
  const stable = 'stable' in rollout ? rollout.stable : undefined;
  const candidate = weighed(rollout);
  return [
    // The world's own Service has no pods while nothing is released: an honest 503.
    stable ? backend(stable, 100 - percent) : { name: owner.name, port: httpPort, weight: 100 - percent },
    ...(candidate ? [backend(candidate, percent)] : []),
  ];
}

/** The candidate of the phases in which it has users, or had some a moment ago. */
function weighed(rollout: Rollout): Revision | undefined {
  switch (rollout.phase) {
    case 'Canary':
    case 'Promoting':
    case 'Baking':
    case 'RollingBack':
      return rollout.candidate;
    case 'Pending':
    case 'Stable':
    case 'Comparing':
    case 'Preparing':
    case 'Checking':
    case 'Recalling':
    case 'RolledBack':
      return undefined;
  }
}
