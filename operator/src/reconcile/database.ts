import { labels, volumeAnnotations } from '../api/identity.ts';
import type { Cluster, Key } from '../kube/cluster.ts';
import { type Resource, resources } from '../kube/resources.ts';
import type { KubeObject, PersistentVolumeClaim, Pod, Secret, StatefulSet } from '../kube/types.ts';
import { isControlledBy } from '../kube/write/ownership.ts';
import { type Credentials, credentialKeys, databaseName } from '../plan/credentials.ts';
import type { DatabaseFound, DatabasePod, VolumeFound } from '../plan/databaseFound.ts';
import { settingsAnnotation } from '../plan/databaseSet.ts';
import type { Owner } from '../plan/owner.ts';
import { isReady } from '../rollout/arm.ts';

/** The database, and its pod where the operator runs it. */
export interface DatabaseSeen {
  readonly found: DatabaseFound;
  readonly pod?: Pod;
}

/** Where it is looked for. */
export interface DatabaseSources {
  /** Cached objects of the namespace of all kinds that a SpaceTime may own. */
  children(namespace: string): readonly KubeObject[];
  pods(key: Key): readonly Pod[];
  readonly read: Cluster['read'];
  /** 32 random bytes, base64. */
  random(): string;
  readonly databaseImage: string;
}

export const isDatabase = ({ metadata }: KubeObject): boolean =>
  metadata.labels?.[labels.component] === 'database';

/** Looks at the database that the spec asks for. */
export async function lookAtDatabase(owner: Owner, sources: DatabaseSources): Promise<DatabaseSeen> {
  const { secretRef } = owner.spec.database;
  if (!secretRef) return lookAtManaged(owner, sources);
  const secret = await sources.read(resources.secrets, owner.namespace, secretRef.name);
  const url = secret?.data?.[secretRef.key];
  return {
    found: {
      is: 'External',
      secretName: secretRef.name,
      key: secretRef.key,
      secretExists: secret !== undefined,
      ...(url && { url }),
    },
  };
}

async function lookAtManaged(owner: Owner, sources: DatabaseSources): Promise<DatabaseSeen> {
  const cached = sources.children(owner.namespace);
  // What bears our labels is in the copies; only the server knows of what has our name and is somebody else's.
  const look = async <T extends KubeObject>(resource: Resource<T>): Promise<T | undefined> =>
    (cached.find((one) => one.kind === resource.kind && one.metadata.name === databaseName(owner)) as
      | T
      | undefined) ?? sources.read(resource, owner.namespace, databaseName(owner));
  const [secret, claim] = await Promise.all([
    look(resources.secrets),
    look(resources.persistentVolumeClaims),
  ]);
  const set = cached.find(
    (one): one is StatefulSet => isControlledBy(one, owner.uid) && one.kind === 'StatefulSet',
  );
  const nextSettings = set?.spec?.template.metadata?.annotations?.[settingsAnnotation];
  const pod = sources.pods(owner).find((one) => isControlledBy(one, set?.metadata.uid ?? 'none'));
  return {
    found: {
      is: 'Managed',
      random: [sources.random(), sources.random()],
      defaultImage: sources.databaseImage,
      ...(secret && { secret: { isOurs: isOurs(secret, owner), values: valuesOf(secret) } }),
      ...(claim && { volume: volumeOf(claim, owner) }),
      ...(nextSettings !== undefined && { nextSettings }),
      ...(pod && { pod: podOf(pod) }),
    },
    ...(pod && { pod }),
  };
}

/** What is retained has no owner; it is known by what the operator writes on it. */
const isOurs = (object: KubeObject, { name }: Owner): boolean =>
  isDatabase(object) &&
  object.metadata.labels?.[labels.managedBy] === 'spacetime-operator' &&
  object.metadata.labels[labels.instance] === name;

const valuesOf = ({ data = {} }: Secret): Partial<Credentials> =>
  Object.fromEntries(credentialKeys.flatMap((key) => (data[key] ? [[key, data[key]]] : [])));

function volumeOf(claim: PersistentVolumeClaim, owner: Owner): VolumeFound {
  const { metadata, spec, status } = claim;
  const image = metadata.annotations?.[volumeAnnotations.image];
  const className = metadata.annotations?.[volumeAnnotations.className];
  return {
    isOurs: isOurs(claim, owner),
    isBound: status?.phase === 'Bound',
    size: spec?.resources?.requests?.['storage'] ?? '0',
    createdAt: metadata.creationTimestamp ?? '',
    ...(className && { className }),
    ...(image && { image }),
  };
}

function podOf(pod: Pod): DatabasePod {
  const isEnding = pod.metadata.deletionTimestamp !== undefined;
  const trouble = troubleOf(pod);
  return {
    name: pod.metadata.name,
    isReady: !isEnding && isReady(pod),
    isEnding,
    settings: pod.metadata.annotations?.[settingsAnnotation],
    ...(trouble && { trouble }),
  };
}

/** Reasons for which a container waits that mean that somebody has to do something. */
const troubles = [
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'ErrImagePull',
  'ErrImageNeverPull',
  'ImagePullBackOff',
  'InvalidImageName',
];

function troubleOf({ metadata, status }: Pod): string | undefined {
  const waiting = status?.containerStatuses?.[0]?.state?.waiting;
  if (!troubles.includes(waiting?.reason ?? '')) return undefined;
  return `pod ${metadata.name} does not start: ${waiting?.reason}; look at its log and events`;
}
