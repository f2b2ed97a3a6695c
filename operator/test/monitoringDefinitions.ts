import { type Definition, publishedDefinitions } from './publishedDefinitions.ts';

/** PodMonitor and PrometheusRule as the Prometheus operator publishes them, out of its Go module. */
export const prometheusDefinitions = (): readonly Definition[] =>
  publishedDefinitions(
    'github.com/prometheus-operator/prometheus-operator@v0.76.2',
    'example/prometheus-operator-crd',
    ['podmonitors', 'prometheusrules'].map((kind) => `monitoring.coreos.com_${kind}.yaml`),
  );

/** GrafanaDashboard with any content: the Go proxy has no module of the Grafana operator to take its schema from. */
export const grafanaDefinition = () => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'grafanadashboards.grafana.integreatly.org' },
  spec: {
    group: 'grafana.integreatly.org',
    scope: 'Namespaced',
    names: { kind: 'GrafanaDashboard', plural: 'grafanadashboards', singular: 'grafanadashboard' },
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
});
