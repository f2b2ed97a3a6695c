import { BlockList, isIPv6 } from 'node:net';
import type { NetworkPolicy } from '../src/kube/types.ts';
import type { EgressRule, IngressRule, Peer, Port } from '../src/plan/networkPeers.ts';

type Labels = Readonly<Record<string, string>>;

/** One end of a connection: a pod, or, without labels, an address outside of the cluster. */
export interface Endpoint {
  readonly address: string;
  readonly pod?: {
    readonly namespace: string;
    readonly namespaceLabels: Labels;
    readonly labels: Labels;
    readonly ports?: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
  };
  /** The node that the other end runs on, from which the kubelet asks: no policy is asked about it. */
  readonly isOwnNode?: boolean;
}

/** A connection as a policy sees it: after a Service has been replaced by one of its pods. */
export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/**
 * Whether policies let a connection begin; answers to it always pass. Both ends have to agree, and an end that no policy
 * selects agrees to everything. Source: Kubernetes, concepts, Network Policies; API reference of networking.k8s.io/v1.
 */
export function mayConnect(policies: readonly NetworkPolicy[], connection: Connection): boolean {
  const { from, to } = connection;
  if (from === to || from.isOwnNode || to.isOwnNode) return true;
  return leaves(policies, connection) && enters(policies, connection);
}

const leaves = (policies: readonly NetworkPolicy[], connection: Connection): boolean => {
  const selecting = policies.filter((one) => selects(one, connection.from, 'Egress'));
  return (
    selecting.length === 0 ||
    selecting.some(({ metadata: { namespace }, spec }) =>
      (spec?.egress ?? []).some(
        (rule: EgressRule) => anyPeer(rule.to, connection.to, namespace) && anyPort(rule.ports, connection),
      ),
    )
  );
};

const enters = (policies: readonly NetworkPolicy[], connection: Connection): boolean => {
  const selecting = policies.filter((one) => selects(one, connection.to, 'Ingress'));
  return (
    selecting.length === 0 ||
    selecting.some(({ metadata: { namespace }, spec }) =>
      (spec?.ingress ?? []).some(
        (rule: IngressRule) =>
          anyPeer(rule.from, connection.from, namespace) && anyPort(rule.ports, connection),
      ),
    )
  );
};

/** Without `policyTypes` a policy is about what comes in, and about what goes out if it has rules for it. */
function selects({ metadata, spec }: NetworkPolicy, { pod }: Endpoint, type: 'Ingress' | 'Egress'): boolean {
  const types = spec?.policyTypes ?? ['Ingress', ...(spec?.egress ? ['Egress'] : [])];
  return (
    pod !== undefined &&
    types.includes(type) &&
    pod.namespace === metadata.namespace &&
    hasLabels(spec?.podSelector, pod.labels)
  );
}

const anyPeer = (peers: readonly Peer[] | undefined, end: Endpoint, namespace: string | undefined): boolean =>
  !peers?.length || peers.some((peer) => isPeer(peer, end, namespace));

function isPeer(
  { ipBlock, podSelector, namespaceSelector }: Peer,
  { address, pod }: Endpoint,
  namespace: string | undefined,
): boolean {
  if (ipBlock)
    return within(address, ipBlock.cidr) && !(ipBlock.except ?? []).some((one) => within(address, one));
  if (!pod) return false;
  const isThere = namespaceSelector
    ? hasLabels(namespaceSelector, pod.namespaceLabels)
    : pod.namespace === namespace;
  return isThere && hasLabels(podSelector, pod.labels);
}

const anyPort = (ports: readonly Port[] | undefined, connection: Connection): boolean =>
  !ports?.length || ports.some((port) => isPort(port, connection));

function isPort({ protocol = 'TCP', port, endPort }: Port, { to, ...asked }: Connection): boolean {
  if (protocol !== asked.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return asked.port >= port && asked.port <= (endPort ?? port);
  return (to.pod?.ports ?? []).some(
    (one) => one.name === port && one.protocol === protocol && one.port === asked.port,
  );
}

type Selector = NonNullable<Peer['podSelector']>;

/** An empty selector, and one that is not there, selects everything. */
const hasLabels = ({ matchLabels = {}, matchExpressions = [] }: Selector = {}, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every((one) => fits(one, labels));

function fits(
  { key, operator, values = [] }: NonNullable<Selector['matchExpressions']>[number],
  labels: Labels,
): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new Error(`There is no operator ${operator}.`);
  }
}

function within(address: string, cidr: string): boolean {
  const [network = '', prefix] = cidr.split('/');
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4');
  return isIPv6(network) === isIPv6(address) && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
