import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { healthPort, labels, name, selector } from './names.ts';

/** One address of the operators that are ready, for metrics and for who asks whether they are well; and nothing else that answers. */
export function addOperatorNetwork(scope: Construct, namespace: string): void {
  const metadata = { name, namespace, labels };
  new ApiObject(scope, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      selector: selector.matchLabels,
      ports: [{ name: 'health', port: healthPort, targetPort: 'health' }],
    },
  });
  new ApiObject(scope, 'network-policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: selector,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: healthPort }] }],
      // The API server, the pods of every world, and whoever is notified: no policy knows their addresses.
      egress: [{}],
    },
  });
}
