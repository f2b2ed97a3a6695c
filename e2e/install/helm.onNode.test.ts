import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installation } from '../../cdk8s/src/main.ts';
import type { KubeObject, Pod, Stored } from '../../operator/src/kube/types.ts';
import { type Cluster, openCluster } from '../harness/cluster.ts';
import { kubectl } from '../harness/kubectl.ts';
import { localImages, operatorPods } from '../harness/operator.ts';
import { shortSpec } from '../harness/scenario.ts';
import { type World, world } from '../harness/world.ts';
import { chart } from './rendered.ts';
import { ended, said } from './tools.ts';
import { worlds } from './worlds.ts';

const minutes = 60_000;
const release = 'spacetime-operator';
const namespace = `e2e-helm-${randomBytes(3).toString('hex')}`;
const system = 'spacetime-system';
const description = 'A production deployment of a WebXR world';
let cluster: Cluster;
let own: World;

/** What `kubectl apply` has installed here before is taken over. */
const takeOver = ['--take-ownership', '--force-conflicts'];

/** Helm as a user calls it, with the images that this node has, until all that it applied is ready. */
const helm = (command: string, from: string, ...more: readonly string[]) => {
  const images = Object.entries(localImages).flatMap(([name, image]) => ['--set', `${name}=${image}`]);
  const how = ['--namespace', system, '--create-namespace', '--wait', '--timeout', '5m'];
  return said('helm', [command, release, from, ...how, ...images, ...more]);
};

/** The chart of a version before this one: its definition says something else. */
function earlierChart(): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'chart-')), 'spacetime-operator');
  cpSync(chart, copy, { recursive: true });
  const path = join(copy, 'templates/definition.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(description, 'An earlier definition'));
  return copy;
}

/** Pods of the world, each with how often it began. */
async function podsOfWorld(): Promise<Readonly<Record<string, number>>> {
  const pods = await cluster.list<Stored<Pod>>(`/api/v1/namespaces/${namespace}/pods`);
  const began = ({ metadata, status }: Stored<Pod>): [string, number] => [
    metadata.uid,
    (status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
  ];
  return Object.fromEntries(pods.map(began));
}

const definition = () => kubectl(['get', 'crd', 'spacetimes.spacetime.dev', '-o', 'json']);

beforeAll(async () => {
  await ended('helm', ['uninstall', release, '--namespace', system, '--wait']);
  // Of one that other tests have applied, kubectl would go on owning the fields that Helm then changes.
  await kubectl(['delete', 'deployment', release, '--namespace', system, '--ignore-not-found']);
  await kubectl(['create', 'namespace', namespace]);
  cluster = openCluster();
  own = world(cluster, namespace, 'world');
}, 5 * minutes);

afterAll(async () => {
  await kubectl(['delete', 'spacetime', '--all', '--namespace', namespace]);
  await kubectl(['delete', 'namespace', namespace, '--wait=false']);
  await ended('helm', ['uninstall', release, '--namespace', system]);
  await cluster?.close();
}, 3 * minutes);

// One installation, from its first day to its last.
describe('Helm', () => {
  it(
    'installs an operator that runs worlds, where only restricted pods are admitted',
    async () => {
      await helm('install', earlierChart(), ...takeOver);
      const restricted = ['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
      await kubectl(['label', '--overwrite', 'namespace', system, ...restricted]);
      await own.apply(shortSpec);
      await own.released();
    },
    8 * minutes,
  );

  it(
    'tests that it answers',
    async () => {
      const { code, stdout, stderr } = await ended('helm', ['test', release, '--namespace', system]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Succeeded');
    },
    3 * minutes,
  );

  it(
    'upgrades the operator and the definition, and no pod of a world begins anew',
    async () => {
      const before = await podsOfWorld();
      const [pod] = await operatorPods(cluster);
      await helm('upgrade', chart, '--set', 'logLevel=debug');
      const after = await operatorPods(cluster);
      expect(after.map(({ metadata }) => metadata.uid)).not.toContain(pod?.metadata.uid);
      expect(await definition()).toContain(description);
      const { status } = await own.settled();
      expect(status.revisions).toHaveLength(1);
      expect(await podsOfWorld()).toEqual(before);
    },
    5 * minutes,
  );

  it(
    'uninstalls the operator alone: the definition and the worlds stay, and the next one goes on with them',
    async () => {
      const before = await podsOfWorld();
      await said('helm', ['uninstall', release, '--namespace', system, '--wait']);
      expect(await definition()).toContain(description);
      expect(await own.read()).toMatchObject({ status: { phase: 'Stable' } });
      expect(await podsOfWorld()).toEqual(before);
      await helm('install', chart, ...takeOver);
      await own.apply({ ...shortSpec, replicas: 1 });
      await own.until('one pod serves', ({ status }) => status.replicas === 1);
    },
    8 * minutes,
  );
});

it('all pods of the operator, of worlds and of databases are admitted as restricted, without a warning', async () => {
  const guarded = ['enforce', 'warn', 'audit'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
  await kubectl(['label', '--overwrite', 'namespace', namespace, ...guarded]);
  const ofWorlds = [...worlds.values()].flat();
  const workloads = [...(installation() as readonly KubeObject[]), ...ofWorlds]
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind))
    .map((one, at) => ({ ...one, metadata: { name: `${one.metadata.name}-${at}`, namespace } }));
  expect(new Set(workloads.map(({ kind }) => kind))).toEqual(new Set(['Deployment', 'StatefulSet', 'Job']));
  const file = join(mkdtempSync(join(tmpdir(), 'workloads-')), 'workloads.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: workloads }));
  const { code, stderr } = await ended('kubectl', ['create', '--dry-run=server', '--filename', file]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
