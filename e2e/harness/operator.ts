import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { Lease, Pod, Stored } from '../../operator/src/kube/types.ts';
import type { Cluster } from './cluster.ts';
import { kubectl } from './kubectl.ts';

const root = join(import.meta.dirname, '../..');
const namespace = 'spacetime-system';
const name = 'spacetime-operator';

/**
 * Installs the operator as a user does, and waits until all of its pods run the program that was built last: its image
 * keeps its tag, so a digest of the program on the pods tells them apart.
 */
export async function installOperator(): Promise<void> {
  await kubectl(['apply', '--server-side', '--force-conflicts', '-f', join(root, 'dist/install.yaml')]);
  const program = await readFile(join(root, 'operator/dist/operator.mjs'));
  const built = createHash('sha256').update(program).digest('hex').slice(0, 16);
  const patch = { spec: { template: { metadata: { annotations: { 'spacetime.dev/built': built } } } } };
  const deployment = ['--namespace', namespace, `deployment/${name}`];
  await kubectl(['patch', ...deployment, '--type=merge', '--patch', JSON.stringify(patch)]);
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

/** The replica that holds the lease; undefined while none does. */
export async function leader(cluster: Cluster): Promise<Stored<Pod> | undefined> {
  const lease = await cluster.read<Lease>(objectPath(resources.leases, namespace, name));
  const holder = lease?.spec?.holderIdentity ?? '';
  return (await operatorPods(cluster)).find(({ metadata }) => holder.startsWith(`${metadata.name}-`));
}
