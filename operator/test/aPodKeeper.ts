import { deletionCostAnnotation } from '../src/api/identity.ts';
import type {
  Container,
  Deployment,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
  Stored,
} from '../src/kube/types.ts';
import { isCheck } from '../src/plan/checks.ts';
import { isDatabase } from '../src/reconcile/database.ts';
import { aPod, running, terminated, waiting } from './builders.ts';
import type { MemoryStore } from './memoryStore.ts';

/** Seconds that a pod takes to be ready, and that a crashing one then lives. */
const startSeconds = 2;
const lifeSeconds = 3;

/**
 * What Deployments, scheduler and kubelet do, in little: so many pods of each Deployment, which start, or do not, by
 * the name of their image: `…:homeless` finds no room, `…:missing` cannot be pulled, `…:crashes` dies after a while, `…:refuses` exits with 78. Of a
 * drill they do what its faults make a kubelet do, but for `…:immune`, which lives on whatever its command is.
 */
export function aPodKeeper(store: MemoryStore, now: () => Date): { turn(): void } {
  let made = 0;

  const pods = (): Stored<Pod>[] =>
    store.all().filter((object): object is Stored<Pod> => object.kind === 'Pod' && !isCheck(object));
  const deployments = () =>
    store.all().filter((object): object is Stored<Deployment> => object.kind === 'Deployment');
  const madeBy = (pod: Pod, { metadata, spec }: Stored<Deployment>) =>
    pod.metadata.annotations?.['made-by'] === metadata.uid &&
    pod.metadata.annotations['template'] === JSON.stringify(spec?.template);

  function make(deployment: Stored<Deployment>): void {
    made += 1;
    const template = deployment.spec?.template;
    const pod = aPod({ name: `${deployment.metadata.name}-${made}`, createdAt: now() });
    store.put({
      ...pod,
      metadata: {
        name: pod.metadata.name,
        labels: { ...template?.metadata?.labels },
        annotations: { 'made-by': deployment.metadata.uid, template: JSON.stringify(template) },
      },
      spec: template?.spec,
    } as Pod);
  }

  function scale(deployment: Stored<Deployment>): void {
    const own = pods()
      .filter((pod) => madeBy(pod, deployment))
      .sort((a, b) => costOf(b) - costOf(a));
    const wanted = deployment.spec?.replicas ?? 0;
    for (let i = own.length; i < wanted; i++) make(deployment);
    for (const pod of own.slice(wanted)) store.remove('Pod', pod.metadata.name);
  }

  function live(pod: Stored<Pod>): void {
    const createdAt = new Date(pod.metadata.creationTimestamp);
    const age = (now().getTime() - createdAt.getTime()) / 1000;
    const at = (seconds: number) => new Date(createdAt.getTime() + seconds * 1000);
    const { status } = aPod({ name: pod.metadata.name, createdAt, ...lifeOf(pod, age, at) });
    store.put({ ...pod, status: { ...status, podIP: '10.0.0.1' } } as Pod);
  }

  const sets = () =>
    store.all().filter((object): object is Stored<StatefulSet> => object.kind === 'StatefulSet');

  /** The volume and the one pod of a database. */
  function keep({ metadata, spec }: Stored<StatefulSet>): void {
    const name = `${metadata.name}-0`;
    const claim = store.find<PersistentVolumeClaim>('PersistentVolumeClaim', metadata.name);
    if (claim && !claim.status) store.put({ ...claim, status: { phase: 'Bound' } });
    if (store.find('Pod', name)) return;
    const { apiVersion, kind, uid } = { apiVersion: 'apps/v1', kind: 'StatefulSet', ...metadata };
    store.put({
      ...aPod({ name, createdAt: now() }),
      metadata: {
        name,
        ...spec?.template.metadata,
        ownerReferences: [{ apiVersion, kind, uid, name: metadata.name, controller: true }],
      },
      spec: spec?.template.spec,
    } as Pod);
  }

  const isStray = (pod: Pod) =>
    !isDatabase(pod) && !deployments().some((deployment) => madeBy(pod, deployment));

  return {
    turn: () => {
      for (const set of sets()) keep(set);
      for (const pod of pods().filter(isStray)) store.remove('Pod', pod.metadata.name);
      for (const deployment of deployments()) scale(deployment);
      for (const pod of pods()) live(pod);
    },
  };
}

const costOf = ({ metadata }: Pod): number => Number(metadata.annotations?.[deletionCostAnnotation] ?? 0);

function lifeOf(pod: Pod, age: number, at: (seconds: number) => Date): Parameters<typeof aPod>[0] {
  const tag = lotOf(pod.spec?.containers[0]);
  const young = { ready: false, state: waiting('ContainerCreating') };
  if (tag === 'missing')
    return { ready: false, state: waiting(age < 1 ? 'ContainerCreating' : 'ErrImagePull') };
  if (tag === 'homeless') return { ...young, conditions: [noRoom] };
  if (age < startSeconds) return young;
  if (tag === 'refuses')
    return {
      ready: false,
      state: terminated(78, { at: at(startSeconds), startedAt: at(1), message: 'TLS_PORT: no.' }),
    };
  const lives = Math.floor((age - startSeconds) / lifeSeconds);
  const deaths = tag === 'ends at once' ? lives + 1 : lives;
  const isUnready = tag === 'never ready' && { ready: false, started: false };
  if (!mortal.includes(tag) || deaths === 0) return { state: running(at(startSeconds)), ...isUnready };
  const bounds = { startedAt: at(startSeconds), at: at(startSeconds + lives * lifeSeconds) };
  return {
    ready: false,
    started: false,
    restartCount: deaths - 1,
    state: terminated(exitCodeOf(tag), bounds),
  };
}

const noRoom = { type: 'PodScheduled', status: 'False', message: '0/1 nodes have room.' };

/** The kubelet ends what does not become ready. */
const exitCodeOf = (tag: string | undefined): number => (tag === 'never ready' ? 137 : 1);

const mortal: readonly unknown[] = ['crashes', 'ends at once', 'never ready'];

/** What becomes of a container, by its image or by what a drill has changed. */
function lotOf(container: Container | undefined): string | undefined {
  const tag = container?.image?.split(':')[1];
  if (tag !== 'immune' && container?.command?.includes('process.exit(1)')) return 'ends at once';
  if (container?.startupProbe?.httpGet?.path?.startsWith('/drill/')) return 'never ready';
  return tag?.startsWith('drill-') ? 'missing' : tag;
}
