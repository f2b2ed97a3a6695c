import { labels } from '../api/identity.ts';
import type { NetworkPolicy, ObjectMeta, PodTemplate } from '../kube/types.ts';
import { databasePort } from './credentials.ts';
import type { Installation } from './installation.ts';
import { childMetadata, databaseMetadata, databaseSelectorOf, selectorOf } from './metadata.ts';
import {
  dns,
  type EgressRule,
  type IngressRule,
  operatorPods,
  type Peer,
  podsOf,
  prometheusPods,
  tcp,
  udp,
  worldPods,
} from './networkPeers.ts';
import type { Owner } from './owner.ts';
import { publicAddresses } from './publicAddresses.ts';
import type { Recorded } from './recorded.ts';

/** What the policies of a world depend on besides its spec. */
export interface Surroundings {
  readonly operator: Pick<Installation, 'namespace'>;
  /** TCP ports of a database of the user's, as the revisions that have pods know it. */
  readonly databasePorts: readonly number[];
}

/**
 * One policy for the pods of the world, one for those that check it, and one for its database. `live` are the revisions that
 * have pods: what their templates say they reach, they may reach, also after a rollback to settings that the spec has left.
 */
export const networkPolicies = (
  owner: Owner,
  live: readonly Recorded[],
  surroundings: Surroundings,
): readonly NetworkPolicy[] => [
  ofRuntime(owner, live, surroundings),
  ofChecks(owner, surroundings),
  ...(owner.spec.database.secretRef ? [] : [ofDatabase(owner)]),
];

/** Ports for users are named, because two revisions may listen on different numbers. */
const usersPorts = [tcp('http'), tcp('https'), tcp('telemetry'), udp('discovery')];

function ofRuntime(owner: Owner, live: readonly Recorded[], surroundings: Surroundings): NetworkPolicy {
  const { from } = owner.spec.exposure.networkPolicy;
  const needs = live.map(({ template }) => template);
  const users: IngressRule = { ...(from.length > 0 && { from: peers(from) }), ports: usersPorts };
  const ours: IngressRule = {
    from: [
      operatorPods(surroundings.operator),
      prometheusPods,
      podsOf(owner, ['check']),
      // Presence is passed from pod to pod, and pages of one revision load their files through another.
      worldPods(owner),
    ],
    ports: [tcp('http')],
  };
  return policy(childMetadata(owner, `${owner.name}-runtime`), selectorOf(owner), {
    ingress: [users, ours],
    egress: needs.some(reachesAnywhere)
      ? [{}]
      : [...outward(owner, surroundings), ...needs.flatMap(broadcasts)],
  });
}

/** The program and the world that it checks are one pod, whose containers need no policy to reach each other. */
const ofChecks = (owner: Owner, surroundings: Surroundings): NetworkPolicy =>
  policy(
    childMetadata(owner, `${owner.name}-check`),
    { [labels.instance]: owner.name, [labels.component]: 'check' },
    { ingress: [], egress: outward(owner, surroundings) },
  );

/** PostgreSQL itself asks nobody anything. */
const ofDatabase = (owner: Owner): NetworkPolicy =>
  policy(databaseMetadata(owner, { retained: false }), databaseSelectorOf(owner), {
    ingress: [{ from: [podsOf(owner, ['runtime', 'check', 'backup'])], ports: [tcp(databasePort)] }],
    egress: [],
  });

const outward = (owner: Owner, { databasePorts }: Surroundings): EgressRule[] => {
  const { to } = owner.spec.exposure.networkPolicy;
  const isOwn = owner.spec.database.secretRef === undefined;
  return [
    ...dns,
    ...(isOwn
      ? [{ to: [{ podSelector: { matchLabels: databaseSelectorOf(owner) } }], ports: [tcp(databasePort)] }]
      : []),
    // Where it is, only its name says, and policies know no names. A rule without ports would mean all of them.
    ...(databasePorts.length > 0 ? [{ ports: databasePorts.map(tcp) }] : []),
    { to: [worldPods(owner)] },
    { to: publicAddresses.map(({ cidr, except }) => ({ ipBlock: { cidr, except: [...except] } })) },
    ...(to.length > 0 ? [{ to: peers(to) }] : []),
  ];
};

type Peers = Owner['spec']['exposure']['networkPolicy']['to'];

/** As JSON has it: what is absent is not there. */
const peers = (from: Peers): Peer[] => structuredClone(from) as Peer[];

const envOf = ({ spec }: PodTemplate, wanted: string): string | undefined =>
  spec?.containers[0]?.env?.find(({ name }) => name === wanted)?.value;

/** Whether its webhooks may go to addresses that are not public. */
const reachesAnywhere = (template: PodTemplate): boolean =>
  envOf(template, 'SPACETIME_WEBHOOK_ALLOWED_CIDRS') !== undefined;

/** It announces itself to the port that it listens on. */
function broadcasts(template: PodTemplate): readonly EgressRule[] {
  const port = template.spec?.containers[0]?.ports?.find(({ name }) => name === 'discovery')?.containerPort;
  return port !== undefined && envOf(template, 'SPACETIME_DISCOVERY_MODE') === 'Broadcast'
    ? [{ ports: [udp(port)] }]
    : [];
}

/** Both directions are asked about. The API server drops empty lists, so one that allows nothing is left out. */
const policy = (
  metadata: ObjectMeta,
  matchLabels: Record<string, string>,
  { ingress, egress }: { readonly ingress: IngressRule[]; readonly egress: EgressRule[] },
): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata,
  spec: {
    podSelector: { matchLabels },
    policyTypes: ['Ingress', 'Egress'],
    ...(ingress.length > 0 && { ingress }),
    ...(egress.length > 0 && { egress }),
  },
});
