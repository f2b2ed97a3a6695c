import { apiVersion, kind, labels } from '../src/api/identity.ts';
import { parseStatus, type SpaceTimeStatus } from '../src/api/status.ts';
import type { Key } from '../src/kube/cluster.ts';
import type { KubeObject, Pod, Service, Stored } from '../src/kube/types.ts';
import type { CheckImages } from '../src/plan/checkJob.ts';
import type { SharedGateway } from '../src/plan/installation.ts';
import { observe } from '../src/reconcile/observe.ts';
import type { Observed } from '../src/reconcile/observed.ts';
import { type Ports, reconcile } from '../src/reconcile/reconcile.ts';
import { selfSigned } from '../src/reconcile/selfSigned.ts';
import { isReady } from '../src/rollout/arm.ts';
import { onTrial } from '../src/rollout/rollout.ts';
import { unwatched, type Watched } from '../src/rollout/watched.ts';
import { rolloutOf } from '../src/status/rollout.ts';
import { aHearing, type Hearing } from './aHearing.ts';
import { aPodKeeper } from './aPodKeeper.ts';
import { after, anInstallation, clean, worse } from './builders.ts';
import { type MemoryStore, memoryStore } from './memoryStore.ts';
import { type RecordingCluster, recordingCluster } from './recordingCluster.ts';

const key: Key = { namespace: 'worlds', name: 'plaza' };

/** Releases that take seconds where people would wait for minutes. */
const quick = {
  replicas: 2,
  rollout: {
    canary: { steps: [{ trafficPercent: 33 }, { trafficPercent: 50 }], minSeconds: 2, minRequests: 1 },
    bakeSeconds: 3,
  },
};

/** What the installation of an operator says. */
interface Settings {
  readonly databaseImage: string;
  readonly checkImages?: CheckImages;
  /** Optional kinds that the cluster has. */
  readonly optionalKinds?: readonly string[];
  readonly sharedGateways?: readonly SharedGateway[];
}

export interface AWorld {
  readonly store: MemoryStore;
  readonly cluster: RecordingCluster;
  /** How pods take what they are told of the API token. */
  readonly hearing: Hearing;
  /** Pods that were told to drain. */
  readonly drained: readonly string[];
  /** Open WebSockets of each pod, by its name; none unless said. */
  readonly visitors: Map<string, number>;
  /** How many pods were asked each time for their WebSockets. */
  readonly asked: readonly number[];
  /** The user writes this spec (over one with quick releases), with these annotations. */
  asks(spec: object, annotations?: Readonly<Record<string, string>>): void;
  /** From now on every random value is another one. */
  mix(): void;
  /** So many seconds pass in which nobody looks. */
  sleeps(seconds: number): void;
  deletes(): void;
  /** From now on it is another operator. */
  upgrades(settings: Settings): void;
  reconcile(): Promise<unknown>;
  /** What the operator would decide on now. */
  observed(): Promise<Observed>;
  /** One second passes: pods live, then the operator looks. Answers the error that it failed with. */
  turn(): Promise<unknown>;
  /** Seconds pass until nothing was written for a while. */
  settle(): Promise<void>;
  /** Seconds pass until the world is in this phase. */
  until(phase: SpaceTimeStatus['phase']): Promise<void>;
  status(): SpaceTimeStatus;
  /** Every ready pod that the Service selects. */
  serving(): readonly Pod[];
}

const broken = { reason: 'ErrorRate', message: '9 of 10 requests failed.' } as const;

const mostSeconds = 1000;

/** One SpaceTime in a cluster in memory, its operator, and a watch that knows good images from bad ones. */
export function aWorld(): AWorld {
  let [seconds, turns] = [0, 0];
  let settings: Settings = { databaseImage: 'postgres:18' };
  const now = () => after(seconds);
  const store = memoryStore(now);
  const cluster = recordingCluster(store);
  const keeper = aPodKeeper(store, now);
  const drained: string[] = [];
  const crowd = aCrowd();
  const hearing = aHearing();
  const { mix, random } = chance();
  const ports: Ports = {
    cluster: cluster.cluster,
    drain: async ({ metadata }) => void drained.push(metadata.name),
    tell: async (_, ...word) => hearing.tell(...word),
    find: ({ name }) => store.find(kind, name),
    ...nobodyElse,
    observe: (one) =>
      observe(one, {
        ...sourcesOf(store, cluster, now),
        heard: () => hearing.heard,
        random,
        checkImages: undefined,
        ...settings,
        installation: anInstallation({ sharedGateways: settings.sharedGateways ?? [] }),
        connections: crowd.ask,
        serves: ({ kind }) => settings.optionalKinds?.includes(kind) ?? false,
      }),
  };
  const status = () => statusIn(store);
  const turn = async (): Promise<unknown> => {
    seconds += 1;
    turns += 1;
    keeper.turn();
    if (turns > mostSeconds) throw new Error(`It never ends: ${cluster.effects.slice(-5).join(', ')}`);
    return reconcile(key, ports).then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  return {
    store,
    cluster,
    drained,
    visitors: crowd.visitors,
    asked: crowd.asked,
    hearing,
    mix,
    turn,
    status,
    serving: () => servingIn(store),
    reconcile: () => reconcile(key, ports),
    observed: () => found(ports),
    asks: (spec, annotations = {}) => ask(store, spec, annotations),
    sleeps: (more) => {
      seconds += more;
    },
    deletes: () => store.remove(kind, key.name),
    upgrades: (next) => {
      settings = next;
    },
    settle: () => settle(turn, cluster),
    until: async (phase) => {
      while (status().phase !== phase) await turn();
    },
  };
}

/** No copy is behind, and nobody watches or is told. */
const nobodyElse = {
  isBehind: () => false,
  follow: () => undefined,
  forget: () => undefined,
  recorded: () => undefined,
  ended: () => undefined,
};

/** Whoever is in the pods, and who has asked. */
function aCrowd() {
  const visitors = new Map<string, number>();
  const asked: number[] = [];
  return {
    visitors,
    asked,
    ask: async (pods: readonly Pod[]) => {
      asked.push(pods.length);
      return new Map(
        pods.map(({ metadata }) => [metadata.uid ?? '', visitors.get(metadata.name) ?? 0] as const),
      );
    },
  };
}

async function found({ observe }: Ports): Promise<Observed> {
  const observed = await observe(key);
  if (!observed) throw new Error('There is no world.');
  return observed;
}

async function settle(turn: AWorld['turn'], { effects }: RecordingCluster): Promise<void> {
  for (let quiet = 0; quiet < 15; ) {
    const before = effects.length;
    await turn();
    quiet = effects.length === before ? quiet + 1 : 0;
  }
}

/** 32 bytes in base64: the same each time, until `mix`. */
function chance() {
  let [count, isMixed] = [0, false];
  return {
    mix: () => {
      isMixed = true;
    },
    random: () => {
      if (isMixed) count += 1;
      return btoa(`32 bytes of very good chance${String(count).padStart(4, '0')}`);
    },
  };
}

/** Pods of all kinds, those of databases too. */
const podsIn = (store: MemoryStore): readonly Stored<Pod>[] =>
  store.all().filter((object): object is Stored<Pod> => object.kind === 'Pod');

const statusIn = (store: MemoryStore): SpaceTimeStatus =>
  parseStatus(store.find<KubeObject & { status?: unknown }>(kind, key.name)?.status);

function servingIn(store: MemoryStore): readonly Pod[] {
  const selector = Object.entries(store.find<Service>('Service', key.name)?.spec?.selector ?? { nobody: '' });
  return podsIn(store).filter(
    (pod) => isReady(pod) && selector.every(([label, value]) => pod.metadata.labels?.[label] === value),
  );
}

function ask(store: MemoryStore, spec: object, annotations: Readonly<Record<string, string>>): void {
  const before = store.find(kind, key.name);
  const generation = (before?.metadata.generation ?? 0) + 1;
  const metadata = { ...before?.metadata, name: key.name, generation, annotations };
  store.put({ ...before, apiVersion, kind, metadata, spec: { ...quick, ...spec } } as KubeObject);
}

const sourcesOf = (
  store: MemoryStore,
  { cluster }: RecordingCluster,
  now: () => Date,
): Omit<
  Parameters<typeof observe>[1],
  keyof Settings | 'serves' | 'installation' | 'connections' | 'heard' | 'random'
> => ({
  spaceTime: ({ name }) => store.find(kind, name),
  children: () =>
    store.all().filter(({ metadata }) => metadata.labels?.[labels.managedBy] === 'spacetime-operator'),
  pods: () => podsIn(store),
  read: cluster.read,
  watched: (world) => watchedIn(podsIn(store), world),
  over: () => new Set(),
  now,
  selfSigned: (names, validityDays) => selfSigned(names, validityDays, now()),
  operatorVersion: '0.1.0',
});

/**
 * Checks pass, and the judge condemns images called `…:fails` as soon as they have users. Those called `…:breaks` do well
 * until they are stable.
 */
function watchedIn(pods: readonly Pod[], { status, serving }: Omit<Observed, 'watched'>): Watched {
  const rollout = rolloutOf(status, serving);
  const isCalled = (revision: string, name: string): boolean =>
    pods.some(
      ({ metadata, spec }) =>
        metadata.labels?.[labels.revision] === revision && spec?.containers[0]?.image?.endsWith(`:${name}`),
    );
  if (rollout.phase === 'Stable' && isCalled(rollout.stable, 'breaks'))
    return { ...unwatched, sla: { result: 'Breached', breach: broken } };
  if (rollout.phase === 'Comparing') return { ...unwatched, verdict: worse };
  if (!onTrial(rollout)) return unwatched;
  const isBad = isCalled(rollout.candidate, 'fails');
  const hasUsers = ['Canary', 'Promoting', 'Baking'].includes(rollout.phase);
  return { ...unwatched, checked: { result: 'Passed' }, verdict: isBad && hasUsers ? worse : clean };
}
