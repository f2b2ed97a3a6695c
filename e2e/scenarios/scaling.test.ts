import { collectionPath, resources } from '../../operator/src/kube/resources.ts';
import type { Pod, Stored } from '../../operator/src/kube/types.ts';
import { type FakeMetrics, fakeMetrics } from '../harness/fakeMetrics.ts';
import { kubectl } from '../harness/kubectl.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { type Sockets, startSockets } from '../harness/sockets.ts';
import { until } from '../harness/until.ts';

const minutes = 60_000;
let stage: Scenario;
let metrics: FakeMetrics | undefined;
const rooms: Sockets[] = [];

beforeAll(async () => {
  stage = await scenario('scaling');
  await stage.serve();
}, 5 * minutes);

afterAll(async () => {
  await Promise.all(rooms.map((room) => room.stop()));
  await metrics?.stop();
  await stage?.close();
}, 3 * minutes);

/** Runtime pods that stay, the oldest first. */
async function pods(): Promise<readonly Stored<Pod>[]> {
  const all = await stage.cluster.list<Pod>(collectionPath(resources.pods, stage.world.namespace));
  return all
    .filter(({ metadata }) => metadata.labels?.['app'] === 'spacetime' && !metadata.deletionTimestamp)
    .sort((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp));
}

const scale = (replicas: number) =>
  kubectl(['scale', `spacetime/${stage.world.name}`, '-n', stage.world.namespace, `--replicas=${replicas}`]);

const serves = (replicas: number, seconds?: number) =>
  stage.world.until(`${replicas} pods serve`, ({ status }) => status.readyReplicas === replicas, seconds);

const scalingIs = (reason: string) =>
  stage.world.until(`ScalingActive is ${reason}`, ({ status }) =>
    status.conditions.some((condition) => condition.type === 'ScalingActive' && condition.reason === reason),
  );

/** Visitors of one pod, all of whom are there. */
async function visit({ status }: Stored<Pod>, count: number): Promise<Sockets> {
  const room = startSockets({ url: `http://${status?.podIP}:8080`, count });
  rooms.push(room);
  await until('Every visitor is there', async () =>
    room.events.filter(({ kind }) => kind === 'Opened').length >= count ? true : undefined,
  );
  return room;
}

it(
  'kubectl scale takes the pod that nobody visits, although others are younger, and no visitor notices',
  async () => {
    await scale(3);
    await serves(3);
    const [oldest, middle, youngest] = await pods();
    if (!oldest || !middle || !youngest) throw new Error('There are three pods.');
    const full = [await visit(oldest, 3), await visit(youngest, 2)];

    await scale(2);
    const left = await until('One pod leaves', async () => {
      const names = (await pods()).map(({ metadata }) => metadata.name);
      return names.length === 2 ? names : undefined;
    });
    expect(left.toSorted()).toEqual([oldest.metadata.name, youngest.metadata.name].toSorted());
    await serves(2);
    expect(full.flatMap(({ events }) => events.filter(({ kind }) => kind !== 'Opened'))).toEqual([]);
  },
  5 * minutes,
);

// A real HorizontalPodAutoscaler, with numbers that are ours.
describe('the autoscaler', () => {
  it(
    'says what is missing where nobody serves its metric',
    async () => {
      await stage.world.apply({
        ...shortSpec,
        autoscaling: { maxReplicas: 4, targetPendingJobsPerPod: 10, scaleDownStabilizationSeconds: 0 },
      });
      const { status } = await scalingIs('MetricsMissing');
      expect(status.phase).toBe('Stable');
    },
    4 * minutes,
  );

  it(
    'gives the world more pods when jobs wait, and fewer when none do, and starts no release',
    async () => {
      metrics = await fakeMetrics(stage.cluster, stage.world.namespace);
      metrics.say(35);
      await serves(4);
      metrics.say(100);
      await scalingIs('AtLimit');
      metrics.say(5);
      const { status } = await serves(2);
      expect(status).toMatchObject({ phase: 'Stable', heldRevisions: [] });
      expect(status.revisions).toHaveLength(1);
    },
    8 * minutes,
  );

  it(
    'rests while the world is turned off, and goes on when it is turned on',
    async () => {
      await scale(0);
      await stage.world.until('no pod serves', ({ status }) => (status.readyReplicas ?? 0) === 0);
      await scalingIs('Fixed');
      metrics?.say(35);
      await scale(1);
      await serves(4);
    },
    8 * minutes,
  );
});
