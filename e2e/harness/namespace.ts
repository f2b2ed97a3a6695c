import type { Cluster } from './cluster.ts';
import { kubectl } from './kubectl.ts';
import { objectsIn } from './objects.ts';
import { until } from './until.ts';

const definition = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/spacetimes.spacetime.dev';

/** Pods of a world keep the strictest of Kubernetes' pod security standards. */
const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/**
 * Makes a namespace in which no world is. It is emptied, not removed, when it exists: the cluster takes half a minute
 * longer to remove one with pods in it.
 */
export async function emptied(cluster: Cluster, name: string): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: restricted } };
  await kubectl(['apply', '-f', '-'], JSON.stringify(namespace));
  if (await cluster.read(definition)) await kubectl(['delete', 'spacetime', '--all', '--namespace', name]);
  // What worlds retain for the next of their name.
  await kubectl(['delete', 'pvc,secrets', '--all', '--namespace', name]);
  await until(`Emptying namespace ${name}`, async () =>
    (await objectsIn(cluster, name)).size === 0 ? true : undefined,
  );
}
