import type { Finding } from '../api/conditions.ts';
import type { Gateway, HTTPRoute, Listener, ParentRef } from '../kube/types.ts';
import type { GatewayFound, ParentFound } from '../plan/gatewayFound.ts';
import { unknownGateway } from '../plan/parents.ts';
import { addressed } from './addresses.ts';
import type { Situation } from './situation.ts';

export type Exposed = Extract<Finding, { type: 'Exposed' }>;
type Exposure = Pick<Situation, 'owner' | 'gateway' | 'installation' | 'addresses'>;
type Served = Extract<GatewayFound, { is: 'Served' }>;

/** Whether the world has the address that the spec asks for, and who says so. */
export function exposed(exposure: Exposure): Exposed {
  const { owner, gateway, installation } = exposure;
  const hosts = hostsIn(owner.spec.exposure.hostnames);
  switch (gateway.is) {
    case 'NotConfigured':
      return addressed(exposure, hosts);
    case 'Missing':
      return refused(
        'GatewayAPIMissing',
        `${hosts} by HTTPRoute ${owner.name}: the cluster does not serve gateway.networking.k8s.io/v1; install the Gateway API. Shares follow the pod counts until then.`,
      );
    case 'Served': {
      const unknown = unknownGateway(owner, installation);
      if (unknown) return refused('GatewayNotFound', `${hosts} by ${unknown}`);
      return obstacle(hosts, owner.spec.environment === 'production', gateway) ?? accepted(hosts, gateway);
    }
  }
}

/** Short, so that what follows is not cut off. */
const hostsIn = ([first = '', ...others]: readonly string[]): string =>
  others.length > 0 ? `${first} and ${others.length} more` : first;

const refused = (reason: Extract<Exposed, { status: 'False' }>['reason'], message: string): Exposed => ({
  type: 'Exposed',
  status: 'False',
  reason,
  message,
});

/** What waiting does not cure. */
function obstacle(hosts: string, isProduction: boolean, { parents, route }: Served): Exposed | undefined {
  const absent = parents.find(({ object }) => !object);
  if (absent)
    return refused(
      'GatewayNotFound',
      `${hosts} by ${nameOf(absent)}: it does not exist in ${absent.ref.namespace ? 'its' : 'this'} namespace; create it or change exposure.gateway.`,
    );
  const refusal = parents.flatMap((parent) => refusalsOf(parent, route))[0];
  if (refusal) return refused('RouteRefused', `${hosts} by ${refusal}`);
  const plain = parents.find((parent) => !listenersOf(parent).some(endsTLS));
  if (isProduction && plain)
    return refused(
      'ListenerWithoutTLS',
      `${hosts} by ${nameOf(plain)}: no listener of it has protocol HTTPS, which production needs; add one.`,
    );
  return undefined;
}

function accepted(hosts: string, { parents, route }: Served): Exposed {
  const waited = parents.find((parent) => !isAccepted(parent, route) || !isProgrammed(parent.object));
  if (waited)
    return {
      type: 'Exposed',
      status: 'Unknown',
      reason: 'AddressPending',
      message: `${hosts} by ${nameOf(waited)}: nobody has put it into effect yet.`,
    };
  return {
    type: 'Exposed',
    status: 'True',
    reason: 'RouteAccepted',
    message: `${hosts} by ${parents.map(nameOf).join(', ')}: the route is accepted.`,
  };
}

function nameOf({ ref: { kind, namespace, name, sectionName } }: ParentFound): string {
  const place = namespace ? ` of namespace ${namespace}` : '';
  return `${kind} ${sectionName ? `${name}/${sectionName}` : name}${place}`;
}

/**
 * What was last said of the route at this parent. A new generation of the route, as each new weight is, keeps what was
 * said of the one before until there is something new.
 */
const saidOf = ({ ref }: ParentFound, route: HTTPRoute | undefined) =>
  (route?.status?.parents ?? [])
    .filter(({ parentRef }) => isSame(parentRef, ref, route?.metadata.namespace))
    .flatMap(({ conditions }) => conditions);

/** `own` is the namespace that is meant where a parent has none. */
const isSame = (
  { kind = 'Gateway', namespace, name, sectionName }: ParentRef,
  ref: ParentFound['ref'],
  own: string | undefined,
): boolean =>
  kind === ref.kind &&
  (namespace ?? own) === (ref.namespace ?? own) &&
  name === ref.name &&
  sectionName === ref.sectionName;

const needed: readonly string[] = ['Accepted', 'ResolvedRefs'];

const refusalsOf = (parent: ParentFound, route: HTTPRoute | undefined): readonly string[] =>
  saidOf(parent, route)
    .filter(({ type, status, reason }) => needed.includes(type) && status === 'False' && reason !== 'Pending')
    .map(({ reason, message }) => `${nameOf(parent)}: ${reason}: ${message}`);

const isAccepted = (parent: ParentFound, route: HTTPRoute | undefined): boolean =>
  needed.every((wanted) =>
    saidOf(parent, route).some(({ type, status }) => type === wanted && status === 'True'),
  );

/** Whether users come through the route: until a Gateway takes it, they have the Service alone. */
export const isTaken = (gateway: GatewayFound): boolean =>
  gateway.is === 'Served' &&
  gateway.parents.some(
    (parent) =>
      parent.object &&
      saidOf(parent, gateway.route).some(({ type, status }) => type === 'Accepted' && status === 'True'),
  );

/** An address is enough where an implementation says nothing about the rest. */
const isProgrammed = (parent: Gateway | undefined): boolean =>
  parent?.status?.conditions?.some(({ type, status }) => type === 'Programmed' && status === 'True') ===
    true || (parent?.status?.addresses ?? []).length > 0;

const listenersOf = ({ ref, object }: ParentFound): readonly Listener[] =>
  (object?.spec.listeners ?? []).filter(
    ({ name }) => ref.sectionName === undefined || name === ref.sectionName,
  );

const endsTLS = ({ protocol }: Listener): boolean => protocol === 'HTTPS';

/** Where the world is reached: the first host name that is one, else the Service. */
export function urlOf({
  owner,
  certificate,
  gateway,
  addresses,
}: Pick<Situation, 'owner' | 'certificate' | 'gateway' | 'addresses'>): string {
  const host = owner.spec.exposure.hostnames.find((name) => !name.startsWith('*'));
  const own = certificate.facts ? 'https' : 'http';
  if (host === undefined)
    return `${own}://${hostOf(addresses.service[0]) ?? `${owner.name}.${owner.namespace}.svc`}`;
  const listeners = gateway.is === 'Served' ? gateway.parents.flatMap(listenersOf) : [];
  const listener = listeners.find(endsTLS) ?? listeners[0];
  if (listener) return new URL(`${endsTLS(listener) ? 'https' : 'http'}://${host}:${listener.port}`).origin;
  return `${gateway.is === 'NotConfigured' ? own : 'https'}://${host}`;
}

/** An address as a URL has it. */
const hostOf = (address: string | undefined): string | undefined =>
  address?.includes(':') ? `[${address}]` : address;
