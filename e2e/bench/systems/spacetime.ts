import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Phase } from '../../../operator/src/api/status/phases.ts';
import type { SpaceTimeStatus } from '../../../operator/src/api/status.ts';
import { makeCertificate } from '../../../runtime/test/certificate.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { firstImage } from '../../harness/images.ts';
import { kubectl } from '../../harness/kubectl.ts';
import { leaders } from '../../harness/leaders.ts';
import { emptied } from '../../harness/namespace.ts';
import type { Objects } from '../../harness/objects.ts';
import { installOperator, operatorPods } from '../../harness/operator.ts';
import { processOf } from '../../harness/process.ts';
import { isRestored } from '../../harness/restoration.ts';
import { calm, restored } from '../../harness/ship.ts';
import { applyPair } from '../../harness/tls.ts';
import { holdOf, isPromoted, type World, world } from '../../harness/world.ts';
import type { BenchDatabase } from '../database.ts';
import { withoutOtherRevisions } from '../otherRevisions.ts';
import { ours } from '../planned.ts';
import {
  type Change,
  worldName as name,
  type Stand,
  type Standing,
  type System,
  type Verdict,
} from '../system.ts';

const namespace = 'bench-spacetime';
const secret = 'bench-database';

/** Our own, as its documentation says: nothing is tuned but the canary, which has one pod of six, and a short bake. */
export const spaceTime = (cluster: Cluster, database: BenchDatabase): System => ({
  name: ours,
  setting: 'defaults',
  stand: async (change) => {
    await installOperator();
    await emptied(cluster, namespace);
    await writeSecret(database.url);
    await writePair();
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
  probeSeconds,
  tls = false,
  canarySeconds,
  bakeSeconds = 30,
}: Change) => ({
  image,
  replicas: 5,
  env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
  scenes: { whitelist: { production: whitelist }, blacklist },
  database: { secretRef: { name: secret } },
  resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: memoryLimit } },
  ...(probeSeconds && { probes: { readiness: { periodSeconds: probeSeconds } } }),
  ...(tls && { tls: { secretRef: { name: 'world-tls' } } }),
  rollout: {
    canary: { steps: [{ trafficPercent: 16, ...(canarySeconds && { minSeconds: canarySeconds }) }] },
    bakeSeconds,
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

/** A certificate that a release may refer to. */
async function writePair(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-certificate-'));
  try {
    await applyPair({ namespace }, await makeCertificate(directory, name));
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function stand(
  cluster: Cluster,
  own: World,
  first: Change,
  { url: database }: BenchDatabase,
): Promise<Stand> {
  let shipped = specOf(first);
  let before = await statusOf(own);
  let objects: Objects | undefined;
  const leading = leaders(cluster);

  async function apply(spec: typeof shipped): Promise<number> {
    shipped = spec;
    return own.apply(spec);
  }

  return {
    namespace,
    url: () => own.address(),
    ship: async ({ databaseURL = database, databaseQuery, ...change }) => {
      before = await statusOf(own);
      // One that overtakes another is compared with nothing: the world is not at rest.
      objects = isPromoted(before)
        ? withoutOtherRevisions(await calm(cluster, own), name, before.stableRevision ?? '')
        : undefined;
      await writeSecret(databaseQuery ? `${databaseURL}?${databaseQuery}` : databaseURL);
      return apply(specOf({ ...first, ...change, env: { ...first.env, ...change.env } }));
    },
    again: async () => void (await own.apply(shipped)),
    verdict: (seconds) => verdictOf(own, before, seconds),
    until: async (standing, seconds) =>
      void (await own.until(`it stands in ${standing}`, ({ status }) => stands(status, standing), seconds)),
    end: async (seconds) => {
      const { status } = await own.until('the release is over', ({ status }) => isOver(status), seconds);
      return isPromoted(status) ? 'Settled' : 'Undone';
    },
    standsStill: async (reason, seconds) => {
      const { status } = await own.until(
        `it stands still for ${reason}`,
        (seen) => holdReason(seen.status) === reason,
        seconds,
      );
      return Date.parse(status.release?.verdict?.time ?? '');
    },
    state: async () => {
      const { object, status } = await own.until('it has a status', () => true);
      return { generation: object.metadata.generation ?? 0, conditions: JSON.stringify(status.conditions) };
    },
    trialRevision: async () => (await statusOf(own)).desiredRevision ?? '',
    stableRevision: async () => before.stableRevision ?? '',
    podNames: async () => {
      const pods = await cluster.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dspacetime`);
      return pods.map(({ metadata }) => metadata.name);
    },
    scale: async (replicas) => {
      shipped = { ...shipped, replicas };
      // What users asked for is another world now.
      objects = undefined;
      await kubectl(['scale', 'spacetime', name, '--namespace', namespace, `--replicas=${replicas}`]);
    },
    controllerLeads: async () => void (await leading.next()),
    killController: () => leading.kill(),
    controllers: async () => {
      const found = (await operatorPods(cluster)).map(({ metadata }) => processOf(metadata.uid));
      // A replica that was killed may still wait to be started again.
      return Promise.all(found).catch(() => []);
    },
    reset: async () => {
      const isHeld = holdOf(await statusOf(own)) !== undefined;
      await writeSecret(database);
      await apply(specOf(first));
      await own.until('the first release is back', ({ status }) => isPromoted(status), 300);
      return isHeld && objects ? isRestored(await restored(cluster, own, objects)) : undefined;
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
  if (!seen) {
    const status = await statusOf(own);
    return { verdict: 'Undecided', reason: holdReason(status) ?? status.phase ?? '', decidedAt };
  }
  const hold = holdOf(seen.status);
  return hold
    ? { verdict: 'Undone', reason: hold.reason, decidedAt: Date.parse(hold.since), isExact: true }
    : { verdict: 'Released', reason: 'Baking', decidedAt };
}

/** Held, or with all users: what comes after is the bake. */
const isDecided = (status: SpaceTimeStatus, before: SpaceTimeStatus): boolean =>
  status.desiredRevision !== before.stableRevision &&
  (holdOf(status) !== undefined || status.phase === 'Baking' || isPromoted(status));

/** Nothing is to come of it any more: what was asked for has all users and is not watched, or is held and has none. */
const isOver = (status: SpaceTimeStatus): boolean => isPromoted(status) || status.phase === 'RolledBack';

/** What a release waits for that the judge does not let on. */
const holdReason = ({ release }: SpaceTimeStatus): string | undefined =>
  release?.verdict?.name === 'Hold' ? release.verdict.reason : undefined;

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
