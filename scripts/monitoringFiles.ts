import { parseSpec } from '../operator/src/api/spacetime.ts';
import { dashboard } from '../operator/src/plan/monitoring/dashboard.ts';
import { targetLabels } from '../operator/src/plan/monitoring/prometheusObjects.ts';
import { alertRules } from '../operator/src/plan/monitoring/rules.ts';

/** The world of the production checklist. */
const world = {
  name: 'spacetime',
  namespace: 'spacetime',
  uid: 'spacetime',
  spec: parseSpec({ image: 'spacetime:v1.0.0' }),
};
const interval = '15s';

interface Relabeling {
  readonly sourceLabels?: readonly string[];
  readonly regex?: string;
  readonly action?: string;
  readonly targetLabel?: string;
}

const keep = (label: string, regex: string): Relabeling => ({ sourceLabels: [label], regex, action: 'keep' });
const copy = (label: string, targetLabel: string): Relabeling => ({ sourceLabels: [label], targetLabel });
const podLabel = (name: string) => `__meta_kubernetes_pod_label_${name}`;

const places: readonly Relabeling[] = [
  copy('__meta_kubernetes_namespace', 'namespace'),
  copy('__meta_kubernetes_pod_name', 'pod'),
];

/** Prometheus itself writes the same words with underscores. */
const plain = ({ sourceLabels, targetLabel, ...rest }: Relabeling) => ({
  ...(sourceLabels && { source_labels: sourceLabels }),
  ...rest,
  ...(targetLabel && { target_label: targetLabel }),
});

const job = (job_name: string, relabelings: readonly Relabeling[], more: object = {}) => ({
  job_name,
  ...more,
  kubernetes_sd_configs: [{ role: 'pod' }],
  relabel_configs: relabelings.map(plain),
});

/** A configuration of Prometheus that finds every world and the operator, for clusters without the Prometheus operator. */
export const prometheusConfig = () => ({
  global: { scrape_interval: interval, evaluation_interval: interval },
  rule_files: ['rules.yaml'],
  alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] },
  scrape_configs: [
    job('spacetime-worlds', [
      keep(podLabel('app'), 'spacetime'),
      keep(podLabel('app_kubernetes_io_component'), 'runtime'),
      keep('__meta_kubernetes_pod_container_port_name', 'http'),
      ...places,
      ...targetLabels,
    ]),
    // What the operator says of a world is labelled with the world, not with the operator.
    job(
      'spacetime-operator',
      [
        keep(podLabel('app_kubernetes_io_name'), 'spacetime-operator'),
        keep('__meta_kubernetes_pod_container_port_name', 'health'),
        ...places,
      ],
      { honor_labels: true },
    ),
  ],
});

/** The alerts of the world `spacetime` in the namespace `spacetime`, with the values of the checklist. */
export const prometheusRules = () => ({
  groups: [{ name: 'spacetime.spacetime.spacetime', interval, rules: alertRules(world, true) }],
});

/** The dashboard of the same world. */
export const dashboardFile = (): string => `${JSON.stringify(dashboard(world), null, 2)}\n`;
