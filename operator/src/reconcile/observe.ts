import { apiVersion, kind, labels, recordAnnotations } from '../api/identity.ts';
import { parseSpec } from '../api/spacetime.ts';
import { parseStatus } from '../api/status.ts';
import type { Key } from '../kube/cluster.ts';
import { resources } from '../kube/resources.ts';
import type { ControllerRevision, KubeObject, Pod, Secret, Service, Stored } from '../kube/types.ts';
import type { CheckImages } from '../plan/checkJob.ts';
import { isCheck } from '../plan/checks.ts';
import { type DatabaseFound, urlOf } from '../plan/databaseFound.ts';
import { shrinking } from '../plan/departures.ts';
import { secretsName, worldKeyName } from '../plan/metadata.ts';
import type { Owner } from '../plan/owner.ts';
import type { PinnedSecret } from '../plan/pinned.ts';
import { recordedOf } from '../plan/recorded.ts';
import { nobody } from '../plan/service.ts';
import type { Revision } from '../rollout/rollout.ts';
import type { Watched } from '../rollout/watched.ts';
import { rolloutOf } from '../status/rollout.ts';
import type { Heard } from '../watch/tokenTeller.ts';
import { askedOf } from './asked.ts';
import { type CertificateSources, lookAtCertificate } from './certificate.ts';
import { isDatabase, lookAtDatabase } from './database.ts';
import { type GatewaySources, lookAtGateway } from './gateway.ts';
import { lookAtMonitoring } from './monitoring.ts';
import type { Asked, Observed } from './observed.ts';
import { onceForEach } from './onceForEach.ts';
import { keepingPods } from './scaling.ts';
import { stagingsOf } from './staging.ts';
import { rotatingOf, tokensOf } from './tokensFound.ts';

/** Where a look gets its facts from: caches for what we own, the API server for what is the user's. */
export interface Sources extends GatewaySources, CertificateSources {
  spaceTime(key: Key): Stored | undefined;
  /** Cached objects of the namespace of all kinds that a SpaceTime may own. */
  children(namespace: string): readonly KubeObject[];
  pods(key: Key): readonly Pod[];
  /** Open WebSockets of each of these pods that answers, by its uid. */
  connections(pods: readonly Pod[]): Promise<ReadonlyMap<string, number>>;
  /** What the release watch has seen of the trial that this status records. */
  watched(observed: Omit<Observed, 'watched'>): Watched;
  /** Notices of a SpaceTime that are delivered or given up. */
  over(uid: string): ReadonlySet<string>;
  /** What pods of a world have heard of its next token. */
  heard(key: Key): Heard;
  /** 32 random bytes, base64. */
  random(): string;
  /** Image of a managed database for which nothing else says one. */
  readonly databaseImage: string;
  /** Undefined where the operator was given none. */
  readonly checkImages: CheckImages | undefined;
  readonly operatorVersion: string;
}

/** Gathers all that the decision may depend on; undefined when there is no such SpaceTime. */
export async function observe(key: Key, sources: Sources): Promise<Observed | undefined> {
  const object = sources.spaceTime(key);
  if (!object) return undefined;
  const owner = ownerOf(object);
  const children = sources.children(key.namespace).filter((child) => ownedBy(child, owner.uid));
  const [{ tokens, worldKey, database, mounted }, certificate, gateway] = await Promise.all([
    lookAtSecrets(owner, children, sources),
    lookAtCertificate(owner, children, sources),
    lookAtGateway(owner, children, sources),
  ]);
  const records = children.filter(isControllerRevision);
  const missing = missingMount(owner, mounted);
  const pinned = pinnedOf(owner, database.found, mounted);
  const known = worldKey?.data?.['key'];
  const status = statusIn(object);
  const fresh = { API_TOKEN: sources.random(), GRAFANA_ADMIN_PASSWORD: sources.random() };
  const asked = askedOf(owner, pinned ?? [], known ?? sources.random(), known === undefined);
  const seen: Omit<Observed, 'watched'> = {
    now: sources.now(),
    object,
    owner,
    status,
    asked: missing || !pinned ? unreadable(asked, status.desiredRevision) : asked,
    ...(missing && { missing }),
    records: records.map(recordedOf),
    recordedHolds: marksOf(records, recordAnnotations.held),
    artifacts: marksOf(records, recordAnnotations.artifact),
    stagings: stagingsOf(owner, sources.spaceTime),
    children,
    ...podsOf(sources.pods(key)),
    ...(sources.checkImages && { checkImages: sources.checkImages }),
    freshCheckToken: sources.random(),
    serving: servingOf(children, owner.name),
    tokens: tokens && tokensOf(tokens, ownedBy(tokens, owner.uid)),
    fresh,
    rotating: rotatingOf(owner, children, fresh, sources.heard(key)),
    certificate,
    database: database.found,
    gateway,
    installation: sources.installation,
    monitoring: lookAtMonitoring(sources.serves, sources.installation),
    ...(database.pod && { databasePod: database.pod }),
    over: sources.over(owner.uid),
    operatorVersion: sources.operatorVersion,
  };
  return { ...seen, ...(await lookAtCrowd(seen, sources)), watched: sources.watched(seen) };
}

/** Pods are asked how full they are only when some are about to leave. */
async function lookAtCrowd(
  seen: Omit<Observed, 'watched'>,
  { connections }: Sources,
): Promise<Pick<Observed, 'connections'>> {
  const rollout = rolloutOf(seen.status, seen.serving);
  const { owner, children, pods } = keepingPods(seen, rollout);
  const asked = shrinking(rollout, owner.spec.replicas, children, pods);
  return asked.length > 0 ? { connections: await connections(asked) } : {};
}

/** Pods of the world itself, and those that check it. */
const podsOf = (pods: readonly Pod[]): Pick<Observed, 'pods' | 'checkPods'> => ({
  pods: pods.filter((pod) => !isDatabase(pod) && !isCheck(pod)),
  checkPods: pods.filter(isCheck),
});

/** Secrets of the user are not watched, so they are read anew at each look. */
async function lookAtSecrets(owner: Owner, children: readonly KubeObject[], sources: Sources) {
  const { secrets, database: wanted } = owner.spec;
  const read = (name: string) => sources.read(resources.secrets, owner.namespace, name);
  // What is ours is in the copies; only the server knows of what has our name and is somebody else's.
  const ours = (name: string) =>
    children.find((one): one is Secret => one.kind === 'Secret' && one.metadata.name === name) ?? read(name);
  const hasContent = secrets.mounts.length > 0 || wanted.secretRef !== undefined;
  const [tokens, worldKey, database, ...mounted] = await Promise.all([
    ours(secretsName(owner)),
    hasContent ? ours(worldKeyName(owner)) : undefined,
    lookAtDatabase(owner, sources),
    ...secrets.mounts.map(({ secretRef }) => read(secretRef.name)),
  ]);
  return { tokens, worldKey, database, mounted };
}

/** Throws `InvalidObject` for a spec that the API server should not have let in. */
const ownerOf = onceForEach(
  (object: Stored & { spec?: unknown }): Owner => ({
    name: object.metadata.name,
    namespace: object.metadata.namespace,
    uid: object.metadata.uid,
    generation: object.metadata.generation ?? 0,
    spec: parseSpec(object.spec),
  }),
);

const statusIn = onceForEach((object: Stored & { status?: unknown }) => parseStatus(object.status));

const ownedBy = (child: KubeObject, uid: string): boolean =>
  child.metadata.ownerReferences?.some(
    (owner) => owner.uid === uid && owner.kind === kind && owner.apiVersion === apiVersion,
  ) ?? false;

/** A Secret that has vanished is no wish: until it can be read the spec asks for what it asked for before. */
const unreadable = ({ revision }: Asked, before: Revision | undefined): Asked => ({
  revision: before ?? revision,
});

const isControllerRevision = (child: KubeObject): child is ControllerRevision =>
  child.kind === 'ControllerRevision';
const isService = (child: KubeObject): child is Service => child.kind === 'Service';

/**
 * The revision that users had last, by what there is in the cluster: the one that the Service selects, or, where it
 * selects two, the one that was there before the other.
 */
function servingOf(children: readonly KubeObject[], name: string): Revision | undefined {
  const service = children.filter(isService).find(({ metadata }) => metadata.name === name);
  if (!service) return undefined;
  const revision = service.spec?.selector?.[labels.revision] ?? oldestDeployed(children);
  return revision === nobody ? undefined : revision;
}

const oldestDeployed = (children: readonly KubeObject[]): Revision | undefined =>
  children
    .filter(({ kind }) => kind === 'Deployment')
    .sort((a, b) => createdAt(a) - createdAt(b))
    .map(({ metadata }) => metadata.labels?.[labels.revision])
    .find((revision) => revision !== undefined);

const createdAt = ({ metadata }: KubeObject): number => Date.parse(metadata.creationTimestamp ?? '');

/** What an annotation says of each recorded revision that has it. */
const marksOf = (records: readonly ControllerRevision[], annotation: string): ReadonlyMap<Revision, string> =>
  new Map(
    records.flatMap(({ metadata }) => {
      const mark = metadata.annotations?.[annotation];
      const revision = metadata.labels?.[labels.revision];
      return mark && revision ? [[revision, mark] as const] : [];
    }),
  );

/** What a revision copies; absent while the database has no URL. */
function pinnedOf(
  owner: Owner,
  database: DatabaseFound,
  found: readonly (Secret | undefined)[],
): readonly PinnedSecret[] | undefined {
  const url = urlOf(owner, database);
  if (url === undefined) return undefined;
  const isOwn = database.is === 'Managed';
  return [
    { mount: 'database', data: { DATABASE_URL: url }, ...(isOwn && { isOwn }) },
    ...owner.spec.secrets.mounts.map(({ name }, i) => ({ mount: name, data: { ...found[i]?.data } })),
  ];
}

function missingMount({ spec }: Owner, found: readonly (Secret | undefined)[]): string | undefined {
  const mount = spec.secrets.mounts.find((_, i) => found[i] === undefined);
  return mount && `secrets.mounts ${mount.name}: Secret ${mount.secretRef.name} does not exist; create it.`;
}
