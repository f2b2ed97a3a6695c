import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { labels } from './names.ts';

/** The operator's own namespace, in which only pods without privileges may run. */
export function addNamespace(scope: Construct, namespace: string): void {
  new ApiObject(scope, 'namespace', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { ...labels, 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
}
