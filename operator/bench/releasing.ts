import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { effortOf } from '../../e2e/harness/processEffort.ts';
import type { Row } from '../../runtime/bench/row.ts';
import { serve } from '../../runtime/bench/served.ts';
import { apiVersion, kind } from '../src/api/identity.ts';
import { parseStatus } from '../src/api/status.ts';
import type { KubeObject } from '../src/kube/types.ts';
import { optionsOfImage } from './asImage.ts';
import { type LivingCluster, livingCluster } from './livingCluster.ts';

const repetitions = 3;
const calmMilliseconds = 10_000;
const releaseMilliseconds = 60_000;
const program = join(import.meta.dirname, '../dist/operator.mjs');
/** Ports for the health of the replicas: there are as many. */
const healthPorts = ['18088', '18089'];
const name = 'plaza';

/** What the whole operator takes while it ships and judges one release, as its image starts it, each replica counted. */
export async function releasing(): Promise<Row[]> {
  const pods = await serve([join(import.meta.dirname, 'pods.ts')]);
  const rows: Awaited<ReturnType<typeof oneRelease>>[] = [];
  try {
    for (let n = 0; n < repetitions; n++) rows.push(await oneRelease(Number(new URL(pods.url).port)));
  } finally {
    await pods.stop();
  }
  return [
    {
      what: 'one release of six pods, from shipping on for a minute, both replicas',
      unit: '% of a core',
      ours: rows.map(({ releasing: percent }) => percent),
      better: 'less',
      goal: '≤ 3',
    },
    {
      what: 'the same two replicas, with that world at rest',
      unit: '% of a core',
      ours: rows.map(({ resting }) => resting),
      better: 'less',
    },
    {
      what: 'memory of the replica that judges, at the end of that minute',
      unit: 'MB',
      ours: rows.map(({ megabytes }) => megabytes),
      better: 'less',
      goal: '≤ 60',
    },
  ];
}

async function oneRelease(podPort: number) {
  const cluster = await livingCluster(podPort);
  const folder = await mkdtemp(join(tmpdir(), 'spacetime-bench-'));
  await writeFile(join(folder, 'kubeconfig'), cluster.kubeconfig);
  const replicas: ChildProcess[] = [];
  try {
    for (const port of healthPorts) replicas.push(await replica(join(folder, 'kubeconfig'), port));
    ask(cluster, 'spacetime:v1.0.0');
    await until(() => phaseIn(cluster) === 'Stable');
    await pause(calmMilliseconds);
    const resting = await percentOf(replicas, calmMilliseconds);
    ask(cluster, 'spacetime:v1.1.0');
    const percent = await percentOf(replicas, releaseMilliseconds);
    if (phaseIn(cluster) !== 'Canary') throw new Error(`The release is in ${phaseIn(cluster)}.`);
    const efforts = await Promise.all(replicas.map(({ pid = 0 }) => effortOf(pid)));
    const bytes = Math.max(...efforts.map((effort) => effort?.residentBytes ?? Number.NaN));
    return { resting, releasing: percent, megabytes: bytes / 2 ** 20 };
  } finally {
    await Promise.all(replicas.map(ended));
    await cluster.close();
    await rm(folder, { recursive: true });
  }
}

async function replica(kubeconfig: string, port: string): Promise<ChildProcess> {
  const env = {
    KUBECONFIG: kubeconfig,
    HEALTH_PORT: port,
    POD_NAME: `operator-${port}`,
    POD_NAMESPACE: 'worlds',
    LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, [...(await optionsOfImage()), program], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await until(async () => {
    if (child.exitCode !== null) throw new Error('The operator ended before it was ready.');
    return fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 600) throw new Error('It took longer than a minute.');
    await pause(100);
  }
}

/** Processor time of all of them together in the time to come, in per cent of one core. */
async function percentOf(children: readonly ChildProcess[], milliseconds: number): Promise<number> {
  const spent = async () => {
    const efforts = await Promise.all(children.map(({ pid = 0 }) => effortOf(pid)));
    return efforts.reduce((sum, effort) => sum + (effort?.processorMilliseconds ?? Number.NaN), 0);
  };
  const [began, before] = [performance.now(), await spent()];
  await pause(milliseconds);
  return (100 * ((await spent()) - before)) / (performance.now() - began);
}

const phaseIn = ({ store }: LivingCluster) =>
  parseStatus(store.find<KubeObject & { status?: unknown }>(kind, name)?.status).phase;

/** A world as the comparison with other controllers ships it: a database of its own, and a canary of one pod beside five. */
function ask({ store }: LivingCluster, image: string): void {
  const before = store.find(kind, name);
  const secret = { name: 'plaza-database', key: 'DATABASE_URL' };
  if (!before)
    store.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: secret.name },
      data: { [secret.key]: btoa('postgres://database/plaza') },
    } as KubeObject);
  store.put({
    ...before,
    apiVersion,
    kind,
    metadata: { ...before?.metadata, name, generation: (before?.metadata.generation ?? 0) + 1 },
    spec: {
      image,
      replicas: 5,
      database: { secretRef: secret },
      // Pods outside of containers tell the memory of the machine.
      resources: { limits: { memory: '1Ti' } },
      rollout: { canary: { steps: [{ trafficPercent: 16 }], minSeconds: 600 }, bakeSeconds: 30 },
    },
  } as KubeObject);
}
