import { labels } from '../api/identity.ts';
import type { NetworkPolicy } from '../kube/types.ts';
import type { Installation } from './installation.ts';
import { selectorOf } from './metadata.ts';
import type { Owner } from './owner.ts';

type Rules = NonNullable<NetworkPolicy['spec']>;
export type IngressRule = NonNullable<Rules['ingress']>[number];
export type EgressRule = NonNullable<Rules['egress']>[number];
export type Peer = NonNullable<EgressRule['to']>[number];
export type Port = NonNullable<EgressRule['ports']>[number];

/** The label by which the API server itself names each namespace. */
const namespaceName = 'kubernetes.io/metadata.name';

const inNamespace = (name: string) => ({ matchLabels: { [namespaceName]: name } });

/** The operator, which asks pods how they are, judges them and tells them to drain. */
export const operatorPods = ({ namespace }: Pick<Installation, 'namespace'>): Peer => ({
  namespaceSelector: inNamespace(namespace),
  podSelector: { matchLabels: { [labels.name]: 'spacetime-operator' } },
});

/** Every Prometheus that bears the usual label, as those of the Prometheus operator and of its Helm charts do. */
export const prometheusPods: Peer = {
  namespaceSelector: {},
  podSelector: { matchLabels: { [labels.name]: 'prometheus' } },
};

/** Pods of the same world: of the runtime, of all revisions. */
export const worldPods = (owner: Pick<Owner, 'name'>): Peer => ({
  podSelector: { matchLabels: selectorOf(owner) },
});

/** Pods of the same world that do one of these things. */
export const podsOf = (owner: Pick<Owner, 'name'>, components: readonly string[]): Peer => ({
  podSelector: {
    matchLabels: { [labels.instance]: owner.name },
    matchExpressions: [{ key: labels.component, operator: 'In', values: [...components] }],
  },
});

export const tcp = (port: number | string): Port => ({ protocol: 'TCP', port });
export const udp = (port: number | string): Port => ({ protocol: 'UDP', port });

/**
 * Names: resolvers are pods, processes of the node or addresses of the cloud, so the port is what tells them. Where the
 * cluster's own listen elsewhere than on 53, that is the port a policy sees.
 */
export const dns: readonly EgressRule[] = [
  { ports: [udp(53), tcp(53)] },
  { to: [{ namespaceSelector: inNamespace('openshift-dns') }], ports: [udp(5353), tcp(5353)] },
];
