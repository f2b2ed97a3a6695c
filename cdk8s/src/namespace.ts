import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { labels, namespace } from './names.ts';

/** The operator's own namespace, in which only pods without privileges may run. */
export function namespaceChart(scope: Construct): Chart {
  const chart = new Chart(scope, 'namespace', { disableResourceNameHashes: true });
  new ApiObject(chart, 'namespace', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { ...labels, 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
  return chart;
}
