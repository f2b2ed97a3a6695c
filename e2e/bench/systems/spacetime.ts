import type { Phase } from '../../../operator/src/api/status/phases.ts';
import type { SpaceTimeStatus } from '../../../operator/src/api/status.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { firstImage } from '../../harness/images.ts';
import { kubectl } from '../../harness/kubectl.ts';
import { emptied } from '../../harness/namespace.ts';
import { installOperator, leader } from '../../harness/operator.ts';
import { processOf } from '../../harness/process.ts';
import { until } from '../../harness/until.ts';
import { holdOf, isPromoted, type World, world } from '../../harness/world.ts';
import type { BenchDatabase } from '../database.ts';
import { ours } from '../planned.ts';
import type { Change, Stand, Standing, System, Verdict } from '../system.ts';

const namespace = 'bench-spacetime';
const name = 'world';
const secret = 'bench-database';

/** Our own, as its documentation says: nothing is tuned but the canary, which has one pod of six, and a short bake. */
export const spaceTime = (cluster: Cluster, database: BenchDatabase): System => ({
  name: ours,
  setting: 'defaults',
  stand: async (change) => {
    await installOperator();
    await emptied(cluster, namespace);
    await writeSecret(database.url);
    const own = world(cluster, namespace, name);
    await own.apply(specOf(change));
    await own.settled(300);
    return stand(cluster, own, change, database);
  },
});

const specOf = ({
  image = firstImage,
  env = {},
  whitelist = ['res://vr_main.tscn'],
  blacklist = [],
  memoryLimit = '512Mi',
}: Change) => ({
  image,
  replicas: 5,
  env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
  scenes: { whitelist: { production: whitelist }, blacklist },
  database: { secretRef: { name: secret } },
  resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: memoryLimit } },
  rollout: {
    canary: { steps: [{ trafficPercent: 16 }] },
    bakeSeconds: 30,
    deadlines: { preparingSeconds: 60 },
  },
});

async function writeSecret(url: string): Promise<void> {
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secret, namespace },
    stringData: { DATABASE_URL: url },
  };
  await kubectl(['apply', '-f', '-'], JSON.stringify(object));
}

async function stand(
  cluster: Cluster,
  own: World,
  first: Change,
  { url: database }: BenchDatabase,
): Promise<Stand> {
  let shipped = specOf(first);
  let before = await statusOf(own);

  async function apply(spec: typeof shipped): Promise<number> {
    shipped = spec;
    return own.apply(spec);
  }

  return {
    namespace,
    url: () => own.address(),
    ship: async ({ databaseURL, ...change }) => {
      before = await statusOf(own);
      if (databaseURL) await writeSecret(databaseURL);
      return apply(specOf({ ...first, ...change, env: { ...first.env, ...change.env } }));
    },
    again: async () => void (await own.apply(shipped)),
    verdict: (seconds) => verdictOf(own, before, seconds),
    until: async (standing, seconds) =>
      void (await own.until(`it stands in ${standing}`, ({ status }) => stands(status, standing), seconds)),
    trialRevision: async () => (await statusOf(own)).desiredRevision ?? '',
    stableRevision: async () => before.stableRevision ?? '',
    podNames: async () => {
      const pods = await cluster.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dspacetime`);
      return pods.map(({ metadata }) => metadata.name);
    },
    scale: async (replicas) => {
      shipped = { ...shipped, replicas };
      await kubectl(['scale', 'spacetime', name, '--namespace', namespace, `--replicas=${replicas}`]);
    },
    killController: async () => {
      const { pod } = await until('A leader is there', () => leader(cluster));
      process.kill(await processOf(pod.metadata.uid), 'SIGKILL');
    },
    reset: async () => {
      await writeSecret(database);
      await apply(specOf(first));
      await own.until('the first release is back', ({ status }) => isPromoted(status), 300);
    },
    close: async () => {
      await kubectl(['delete', 'spacetime', '--all', '--namespace', namespace]);
    },
  };
}

const statusOf = async (own: World): Promise<SpaceTimeStatus> =>
  (await own.until('it has a status', () => true)).status;

async function verdictOf(own: World, before: SpaceTimeStatus, seconds: number): Promise<Verdict> {
  const seen = await own
    .until('the verdict', ({ status }) => isDecided(status, before), seconds)
    .catch(() => undefined);
  const decidedAt = Date.now();
  if (!seen) return { verdict: 'Undecided', reason: (await statusOf(own)).phase ?? '', decidedAt };
  const hold = holdOf(seen.status);
  return hold
    ? { verdict: 'Undone', reason: hold.reason, decidedAt: Date.parse(hold.since) }
    : { verdict: 'Released', reason: 'Baking', decidedAt };
}

/** Held, or with all users: what comes after is the bake. */
const isDecided = (status: SpaceTimeStatus, before: SpaceTimeStatus): boolean =>
  status.desiredRevision !== before.stableRevision &&
  (holdOf(status) !== undefined || status.phase === 'Baking' || isPromoted(status));

const standings: Readonly<Record<Standing, readonly Phase[]>> = {
  Starting: ['Preparing', 'Checking'],
  Canary: ['Canary', 'Promoting'],
  AllUsers: ['Baking', 'Stable'],
  Settled: ['Stable'],
  Undoing: ['RollingBack'],
  Undone: ['RolledBack'],
};

const stands = ({ phase = 'Pending' }: SpaceTimeStatus, standing: Standing): boolean =>
  standings[standing].includes(phase);
