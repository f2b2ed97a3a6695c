import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installation } from '../../cdk8s/src/main.ts';
import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { Deployment, KubeObject, Lease, Pod, Stored } from '../../operator/src/kube/types.ts';
import type { Cluster } from './cluster.ts';
import { kubectl } from './kubectl.ts';

const root = join(import.meta.dirname, '../..');
const namespace = 'spacetime-system';
const name = 'spacetime-operator';
const deployment = ['--namespace', namespace, `deployment/${name}`];

/** What the local cluster has beside what is installed: a PostgreSQL in place of the official one, as it reaches no registry, and a browser. */
export const localImages = {
  databaseImage: 'spacetime-postgres:18.4',
  checkBrowserImage: 'spacetime-operator:dev-browser',
} as const;

/**
 * Installs the operator as a user does, and waits until all of its pods run the program that was built last: its image
 * keeps its tag, so a digest of the program on the pods tells them apart.
 */
export async function installOperator(): Promise<void> {
  const program = await readFile(join(root, 'operator/dist/operator.mjs'));
  const built = createHash('sha256').update(program).digest('hex').slice(0, 16);
  const items = installation(localImages).map((object) => marked(object as KubeObject, built));
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], list);
  await kubectl(['rollout', 'status', ...deployment, '--timeout=180s']);
}

function marked(object: KubeObject, built: string): KubeObject {
  if (object.kind !== 'Deployment') return object;
  const { spec } = object as Deployment;
  const metadata = { ...spec?.template.metadata, annotations: { 'spacetime.dev/built': built } };
  return { ...object, spec: { ...spec, template: { ...spec?.template, metadata } } } as KubeObject;
}

/** Replaces every pod of the operator: none is then waiting, as the kubelet makes those wait that crash often. */
export async function restartOperator(): Promise<void> {
  await kubectl(['rollout', 'restart', ...deployment]);
  await kubectl(['rollout', 'status', ...deployment, '--timeout=180s']);
}

/** The replicas of the operator that are not ending. */
export async function operatorPods(cluster: Cluster): Promise<readonly Stored<Pod>[]> {
  const pods = await cluster.list<Pod>(`/api/v1/namespaces/${namespace}/pods`);
  return pods.filter(
    ({ metadata }) =>
      metadata.labels?.['app.kubernetes.io/name'] === name && metadata.deletionTimestamp === undefined,
  );
}

/** A replica that holds the lease. A process that began anew in the same pod has another identity. */
export interface Leader {
  readonly pod: Stored<Pod>;
  readonly identity: string;
}

/** Who holds the lease; undefined while nobody does. */
export async function leader(cluster: Cluster): Promise<Leader | undefined> {
  const lease = await cluster.read<Lease>(objectPath(resources.leases, namespace, name));
  const identity = lease?.spec?.holderIdentity ?? '';
  const pods = await operatorPods(cluster);
  const pod = pods.find(({ metadata }) => identity.startsWith(`${metadata.name}-`));
  return pod && { pod, identity };
}
