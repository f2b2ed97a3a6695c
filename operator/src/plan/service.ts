import type { KubeObject, Service } from '../kube/types.ts';
import type { Revision, Rollout } from '../rollout/rollout.ts';
import { asksForHttps } from './https.ts';
import { childMetadata, revisionObjectName, selectorOf } from './metadata.ts';
import type { Owner } from './owner.ts';

/** A revision that no pod bears: a world that serves nobody yet. */
export const nobody = 'none';

/**
 * The one address of the world. Its selector is the traffic: one revision, or both during a canary. Opening a canary,
 * closing it, promoting and rolling back are each one write to it.
 */
export const service = (
  owner: Owner,
  rollout: Rollout,
  hasHttps: boolean = asksForHttps(owner),
): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: childMetadata(owner, owner.name),
  spec: {
    ...outside(owner),
    selector: traffic(owner, rollout),
    ports: ports(hasHttps),
  },
});

/** How it is reached from outside of the cluster, as far as the spec says. */
const outside = ({ spec }: Owner): NonNullable<Service['spec']> => {
  const { type, externalTrafficPolicy, loadBalancerClass, loadBalancerSourceRanges } = spec.exposure.service;
  return {
    type,
    ...(externalTrafficPolicy && { externalTrafficPolicy }),
    ...(loadBalancerClass && { loadBalancerClass }),
    ...(loadBalancerSourceRanges && { loadBalancerSourceRanges: [...loadBalancerSourceRanges] }),
  };
};

/** The address of one revision alone: checks and pages that belong to it go there. */
export const previewService = (owner: Owner, revision: Revision): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: childMetadata(owner, revisionObjectName(owner, revision), revision),
  spec: {
    type: 'ClusterIP',
    selector: selectorOf(owner, revision),
    ports: ports(asksForHttps(owner)),
    // Drained pods are not ready, and pages that came from them still load their files.
    publishNotReadyAddresses: true,
  },
});

/**
 * The address of one revision for users, to which an HTTPRoute gives weights. Unlike the preview it has ready pods alone,
 * so that nobody is sent to a pod that starts, drains or ends.
 */
export const usersService = (owner: Owner, revision: Revision): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: childMetadata(owner, usersServiceName(owner, revision), revision),
  spec: {
    type: 'ClusterIP',
    selector: selectorOf(owner, revision),
    ports: [
      {
        name: 'http',
        port: httpPort,
        targetPort: 'http',
        protocol: 'TCP',
        // Some Gateways let a WebSocket through to no backend that does not say so. Source: Gateway API, GEP-1911.
        appProtocol: 'kubernetes.io/ws',
      },
    ],
  },
});

const usersSuffix = '-users';

export const usersServiceName = (owner: Pick<Owner, 'name'>, revision: Revision): string =>
  `${revisionObjectName(owner, revision)}${usersSuffix}`;

/** Whether this child of one revision is its Service for users. */
export const isForUsers = ({ kind, metadata }: KubeObject): boolean =>
  kind === 'Service' && metadata.name.endsWith(usersSuffix);

/** Where every Service of a world has the page and the HTTP API. */
export const httpPort = 80;

/** Labels of the pods that serve users in this phase. */
export function traffic(owner: Pick<Owner, 'name'>, rollout: Rollout): Record<string, string> {
  switch (rollout.phase) {
    case 'Pending':
      return selectorOf(owner, nobody);
    case 'Canary':
      return rollout.closed ? selectorOf(owner, rollout.stable) : selectorOf(owner);
    case 'Promoting':
      return rollout.promotedBy === 'Rescue' ? selectorOf(owner, rollout.candidate) : selectorOf(owner);
    case 'Baking':
      return rollout.comparedSince ? selectorOf(owner) : selectorOf(owner, rollout.candidate);
    case 'Stable':
    case 'Preparing':
    case 'Checking':
    case 'Comparing':
    case 'Recalling':
    case 'RollingBack':
    case 'RolledBack':
      return selectorOf(owner, rollout.stable ?? nobody);
  }
}

// Ports are named, because two revisions may listen on different numbers.
const ports = (hasHttps: boolean) => [
  { name: 'http', port: httpPort, targetPort: 'http', protocol: 'TCP' },
  ...(hasHttps ? [{ name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' }] : []),
  { name: 'telemetry', port: 8081, targetPort: 'telemetry', protocol: 'TCP' },
  { name: 'discovery', port: 8087, targetPort: 'discovery', protocol: 'UDP' },
];
