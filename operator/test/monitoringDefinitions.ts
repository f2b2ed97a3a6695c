import { type Definition, publishedDefinitions } from './publishedDefinitions.ts';

/** PodMonitor and PrometheusRule as the Prometheus operator publishes them, out of its Go module. */
export const prometheusDefinitions = (): readonly Definition[] =>
  publishedDefinitions(
    'github.com/prometheus-operator/prometheus-operator@v0.76.2',
    'example/prometheus-operator-crd',
    ['podmonitors', 'prometheusrules'].map((kind) => `monitoring.coreos.com_${kind}.yaml`),
  );
