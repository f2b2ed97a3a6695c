import { labels } from '../../api/identity.ts';
import type { PodMonitor, PrometheusRule } from '../../kube/types.ts';
import { childMetadata, selectorOf } from '../metadata.ts';
import type { Owner } from '../owner.ts';
import type { MonitoringFound } from './found.ts';
import { alertRules } from './rules.ts';

/** Labels that make a pod's series those of its world and revision, as the operator's own metrics name worlds. */
export const targetLabels = [
  { sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_instance'], targetLabel: 'name' },
  { sourceLabels: ['__meta_kubernetes_pod_label_spacetime_dev_revision'], targetLabel: 'revision' },
] as const;

/** Prometheus gives up after ten seconds, and must not be told to do so later than it looks again. */
const mostTimeoutSeconds = 10;

/**
 * Has Prometheus look at every pod of the world: those that serve, those on trial and those that leave. A ServiceMonitor would
 * find the first alone, because the Service is the traffic. A pod cannot speak for another world: what it says of
 * `namespace` and `name` itself does not count.
 */
export const podMonitor = (owner: Owner): PodMonitor => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: metadataOf(owner),
  spec: {
    selector: { matchLabels: selectorOf(owner) },
    podMetricsEndpoints: [
      {
        port: 'http',
        path: '/metrics',
        interval: `${owner.spec.monitoring.scrapeIntervalSeconds}s`,
        scrapeTimeout: `${Math.min(owner.spec.monitoring.scrapeIntervalSeconds, mostTimeoutSeconds)}s`,
        relabelings: targetLabels,
      },
    ],
  },
});

/** The alerts of the world. They are evaluated as often as its pods are looked at. */
export const prometheusRule = (
  owner: Owner,
  serves: boolean,
  { runbookBaseURL }: Pick<MonitoringFound, 'runbookBaseURL'>,
): PrometheusRule => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: metadataOf(owner),
  spec: {
    groups: [
      {
        name: `spacetime.${owner.namespace}.${owner.name}`,
        interval: `${owner.spec.monitoring.scrapeIntervalSeconds}s`,
        rules: alertRules(owner, serves, runbookBaseURL),
      },
    ],
  },
});

function metadataOf(owner: Owner) {
  const metadata = childMetadata(owner, owner.name);
  const { [labels.instance]: instance = '', [labels.managedBy]: managedBy = '' } = metadata.labels ?? {};
  // A Prometheus may select by any label; the operator knows its own by these two.
  const own = { [labels.instance]: instance, [labels.managedBy]: managedBy };
  return { ...metadata, labels: { ...metadata.labels, ...owner.spec.monitoring.labels, ...own } };
}
