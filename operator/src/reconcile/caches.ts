import type { Logger } from 'pino';
import { labels } from '../api/identity.ts';
import type { Clock } from '../clock.ts';
import type { Key } from '../kube/cluster.ts';
import type { Connection } from '../kube/connection.ts';
import { type Reflector, reflect } from '../kube/reflector.ts';
import { type Resource, resources } from '../kube/resources.ts';
import type { KubeObject, Pod, Stored } from '../kube/types.ts';
import { isCheck } from '../plan/checks.ts';
import type { Revision } from '../rollout/rollout.ts';
import { waitingFor } from './staging.ts';

const managed = `${labels.managedBy}=spacetime-operator`;

/** Kinds of which a SpaceTime may own objects; pods are owned by their Deployment, StatefulSet or Job. */
const childKinds: readonly Resource[] = [
  resources.controllerRevisions,
  resources.configMaps,
  resources.deployments,
  resources.ingresses,
  resources.horizontalPodAutoscalers,
  resources.jobs,
  resources.networkPolicies,
  resources.persistentVolumeClaims,
  resources.podDisruptionBudgets,
  resources.secrets,
  resources.serviceAccounts,
  resources.services,
  resources.statefulSets,
];

/** Kinds of optional APIs, which a cluster may have or not, and may get while the operator runs. */
const optionalKinds: readonly Resource[] = [
  resources.httpRoutes,
  resources.certificates,
  resources.podMonitors,
  resources.prometheusRules,
  resources.grafanaDashboards,
];

/** Local copies of all that the operator looks at often. */
export interface Caches {
  /** Resolves when every copy is complete for the first time. */
  start(signal: AbortSignal): Promise<void>;
  spaceTime(key: Key): Stored | undefined;
  keys(): readonly Key[];
  children(namespace: string): readonly KubeObject[];
  pods(key: Key): readonly Pod[];
  /** Whether the cluster has an optional kind. */
  serves(resource: Resource): boolean;
  /** Pods of a revision that may serve users. */
  podsOf(key: Key, revision: Revision): readonly Pod[];
  /** The object as its copy shows it; undefined when no copy does, which proves nothing. */
  cached(object: KubeObject): KubeObject | undefined;
  /** Whether the copy of the object's kind shows everything up to this version; true for a kind without a copy. */
  caughtUp(object: KubeObject, resourceVersion: string): boolean;
  /** A sentence while a copy is not complete, or the server does not allow it. */
  problem(): string | undefined;
  /** Monotonic milliseconds since the quietest copy last heard the server. */
  quietMilliseconds(): number;
}

interface CacheOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of each SpaceTime that something changed for. */
  readonly onChange: (key: Key) => void;
}

type Following = Pick<Reflector<KubeObject>, 'start' | 'synced' | 'hasSynced' | 'lastHeard' | 'forbidden'>;

export function caches({ onChange, ...shared }: CacheOptions): Caches {
  const common = { ...shared, random: Math.random };
  const spaceTimes = reflect({
    ...common,
    resource: resources.spaceTimes as Resource<Stored>,
    onChange: ({ metadata: { namespace, name } }) => {
      onChange({ namespace, name });
      // What passes in one environment may be waited for in another.
      for (const key of waitingFor({ namespace, name }, spaceTimes.list())) onChange(key);
    },
  });
  const ofChild = (object: KubeObject) => {
    const name = object.metadata.labels?.[labels.instance];
    if (name && object.metadata.namespace) onChange({ namespace: object.metadata.namespace, name });
  };
  const pods = reflect({ ...common, resource: resources.pods, labelSelector: managed, onChange: ofChild });
  const children = childKinds.map((resource) =>
    reflect({ ...common, resource, labelSelector: managed, onChange: ofChild }),
  );
  const onServed = () => {
    for (const { metadata } of spaceTimes.list()) onChange(metadata);
  };
  const optional = optionalKinds.map((resource) =>
    reflect({ ...common, resource, labelSelector: managed, onChange: ofChild, onServed }),
  );
  // In this order children are taken away: a route before the Services to which it leads.
  const kinds = [...optionalKinds, ...childKinds];
  const owned = [...optional, ...children];
  const byKind = new Map(kinds.map(({ kind }, i) => [kind, owned[i]] as const));
  const ofKind = ({ kind }: Pick<KubeObject, 'kind'>) =>
    kind === 'SpaceTime' ? spaceTimes : byKind.get(kind);
  const all: readonly Following[] = [spaceTimes, pods, ...owned];
  const podsOf = ({ namespace, name }: Key) =>
    pods.list(namespace).filter(({ metadata }) => metadata.labels?.[labels.instance] === name);
  return {
    start: async (signal) => {
      for (const reflector of all) void reflector.start(signal);
      await Promise.all(all.map(({ synced }) => synced));
    },
    spaceTime: ({ namespace, name }) => spaceTimes.get(namespace, name),
    keys: () =>
      spaceTimes.list().map(({ metadata }) => ({ namespace: metadata.namespace, name: metadata.name })),
    children: (namespace) => owned.flatMap((reflector) => reflector.list(namespace)),
    serves: (resource) => byKind.get(resource.kind)?.isServed() ?? false,
    pods: podsOf,
    podsOf: (key, revision) =>
      podsOf(key).filter((pod) => pod.metadata.labels?.[labels.revision] === revision && !isCheck(pod)),
    cached: (object) => ofKind(object)?.get(object.metadata.namespace, object.metadata.name),
    caughtUp: (object, resourceVersion) => ofKind(object)?.caughtUp(resourceVersion) ?? true,
    problem: () =>
      all.map((one) => one.forbidden()).find((text) => text !== undefined) ??
      (all.every((one) => one.hasSynced()) ? undefined : 'The first look at the cluster is not complete.'),
    quietMilliseconds: () => shared.clock.now() - Math.min(...all.map((one) => one.lastHeard())),
  };
}
