import { isDeepStrictEqual } from 'node:util';
import { deletionCostAnnotation, labels } from '../src/api/identity.ts';
import type { Cluster } from '../src/kube/cluster.ts';
import { Invalid, NameTaken, Unavailable } from '../src/kube/errors.ts';
import type { Resource } from '../src/kube/resources.ts';
import type { KubeObject, Stored } from '../src/kube/types.ts';
import { controllerOf, isControlledBy } from '../src/kube/write/ownership.ts';
import { type MemoryStore, nameOf } from './memoryStore.ts';

/** How a write goes wrong: it never arrives, or it is done and the answer is lost. */
export type Failure = 'lost' | 'unanswered';

export interface RecordingCluster {
  readonly cluster: Cluster;
  /** What was done, in order, such as `apply Service plaza`. A write that changes nothing is none. */
  readonly effects: string[];
  /** Events, such as `Normal Promoted: …`. */
  readonly told: string[];
  /** The `nth` write from now (from 1) goes wrong, once. */
  fail(nth: number, failure: Failure): void;
  /** Each write goes wrong with what this answers, if it answers anything. */
  refuse(why: (effect: string) => Error | undefined): void;
}

/** The cluster port over objects in memory. An apply replaces the whole object, because all fields in it are ours. */
export function recordingCluster(store: MemoryStore): RecordingCluster {
  const told: string[] = [];
  const { write, ...recorder } = createRecorder();
  // Server-side apply takes away what the apply before named and this one does not.
  const named = new Map<string, readonly string[]>();

  const cluster: Cluster = {
    apply: async (child) => {
      const name = nameOf(child);
      const dropped = (named.get(name) ?? []).filter((key) => !(key in dataOf(child)));
      const intent = intentOf(child, store.find(child.kind, child.metadata.name), dropped);
      if (!intent) return child as Stored<typeof child>;
      return write(`apply ${name}`, () => {
        named.set(name, Object.keys(dataOf(child)));
        return store.put(intent);
      });
    },
    remove: async (child, ownerUid) => {
      const live = store.find(child.kind, child.metadata.name);
      if (live && isControlledBy(live, ownerUid)) write(`remove ${nameOf(child)}`, () => store.drop(live));
    },
    prune: async (ownerUid, existing, wanted) => {
      const names = new Set(wanted.map(nameOf));
      for (const child of existing) if (!names.has(nameOf(child))) await cluster.remove(child, ownerUid);
    },
    read: async <T extends KubeObject>({ kind }: Resource<T>, _: string, name: string) =>
      store.find<T>(kind, name),
    recordStatus: async (object, status) => {
      const live = store.current(object);
      const phase = 'phase' in status ? String(status.phase) : 'nothing';
      const change = () => store.put({ ...live, status } as KubeObject);
      return write(`record status: ${phase}`, change).metadata.resourceVersion;
    },
    addFinalizer: async (object, finalizer) => {
      const { metadata, ...live } = store.current(object);
      const finalizers = [...(metadata.finalizers ?? []), finalizer];
      const change = () => store.put({ ...live, metadata: { ...metadata, finalizers } });
      return write('add finalizer', change).metadata.resourceVersion;
    },
    removeFinalizer: async (object, finalizer) => {
      const live = store.find(object.kind, object.metadata.name);
      if (live?.metadata.finalizers?.includes(finalizer)) write('remove finalizer', () => store.drop(live));
    },
    emit: async (_, { type, reason, message }) => {
      told.push(`${type} ${reason}: ${message}`);
    },
    setDeletionCost: async (pod, cost) => {
      const live = store.find('Pod', pod.metadata.name);
      if (!live) return;
      const { [deletionCostAnnotation]: _, ...others } = live.metadata.annotations ?? {};
      const annotations = { ...others, ...(cost !== undefined && { [deletionCostAnnotation]: cost }) };
      const metadata = { ...live.metadata, annotations };
      write(`mark Pod ${cost === undefined ? 'to stay' : 'to leave'}`, () =>
        store.put({ ...live, metadata }),
      );
    },
    deletePod: async (pod) => {
      if (store.find('Pod', pod.metadata.name)) write('delete Pod', () => store.drop(pod));
    },
  };
  return { cluster, told, ...recorder };
}

function createRecorder(): Omit<RecordingCluster, 'cluster' | 'told'> & {
  write<T>(effect: string, change: () => T): T;
} {
  const effects: string[] = [];
  let planned: { nth: number; failure: Failure } | undefined;
  let refusal: (effect: string) => Error | undefined = () => undefined;
  return {
    effects,
    write: (effect, change) => {
      const refused = refusal(effect);
      if (refused) throw refused;
      effects.push(effect);
      if (planned) planned.nth -= 1;
      if (planned?.nth !== 0) return change();
      const { failure } = planned;
      planned = undefined;
      if (failure === 'unanswered') change();
      throw new Unavailable(`${effect}: ${failure}`);
    },
    fail: (nth, failure) => {
      planned = { nth, failure };
    },
    refuse: (why) => {
      refusal = why;
    },
  };
}

/** What the live object becomes by this apply; undefined when it is that already. Throws what the API server would. */
function intentOf<T extends KubeObject>(
  child: T,
  live: Stored | undefined,
  dropped: readonly string[],
): T | undefined {
  const owner = controllerOf(child);
  if (!live) return child;
  if (owner && !isControlledBy(live, owner.uid) && !isRetained(live))
    throw new NameTaken(`apply ${nameOf(child)}: it is not ours`);
  // A child without our labels is somebody else's Secret, of which only our keys are ours.
  const isOurs = child.metadata.labels?.[labels.managedBy] !== undefined;
  const intent = isOurs
    ? whole(child, live)
    : ({
        ...live,
        metadata: {
          ...live.metadata,
          annotations: { ...live.metadata.annotations, ...child.metadata.annotations },
        },
        data: {
          ...Object.fromEntries(Object.entries(dataOf(live)).filter(([key]) => !dropped.includes(key))),
          ...dataOf(child),
        },
      } as unknown as T);
  if (isDeepStrictEqual(contentOf(live), contentOf(intent))) return undefined;
  if (isFixed(live) && !isDeepStrictEqual(dataOf(live), dataOf(intent)))
    throw new Invalid(`apply ${nameOf(child)}: its data cannot be changed`);
  return intent;
}

/** What has our labels and no owner was left for the next SpaceTime. */
const isRetained = (live: KubeObject): boolean =>
  controllerOf(live) === undefined && live.metadata.labels?.[labels.managedBy] !== undefined;

/** The status of an object is not what an apply writes. */
const whole = <T extends KubeObject>(child: T, live: KubeObject): T =>
  'status' in live ? { ...child, status: live.status } : child;

/** What the user of the API writes of an object, as JSON carries it. */
function contentOf({ metadata, ...object }: KubeObject): unknown {
  const { uid: _, resourceVersion: __, creationTimestamp: ___, namespace: ____, ...rest } = metadata;
  return JSON.parse(JSON.stringify({ ...object, metadata: rest }));
}

const dataOf = (object: object): Record<string, unknown> =>
  'data' in object ? JSON.parse(JSON.stringify(object.data)) : {};

/** What the API server lets nobody change. */
const isFixed = (object: KubeObject): boolean =>
  object.kind === 'ControllerRevision' || ('immutable' in object && object.immutable === true);
