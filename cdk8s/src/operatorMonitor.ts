import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { labels, name, selector } from './names.ts';

/** Has the Prometheus operator look at the operator. What it says of a world is labelled with the world, not with the operator. */
export function addOperatorMonitor(scope: Construct, namespace: string): void {
  new ApiObject(scope, 'pod-monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace, labels },
    spec: {
      selector,
      podMetricsEndpoints: [{ port: 'health', path: '/metrics', interval: '15s', honorLabels: true }],
    },
  });
}
