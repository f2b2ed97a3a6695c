import * as z from 'zod';
import { choice, keyedList, rules, text, whole } from '../fields.ts';
import { labelMap } from '../labelMap.ts';
import { url } from './url.ts';

/** Every alert of a world: those of the production checklist, then those about what the operator does. */
export const alertNames = [
  'APIDown',
  'HighErrorRate',
  'LowFPS',
  'HighMemoryUsage',
  'SceneLoadFailures',
  'WebhookDeliveryFailures',
  'JobQueueBacklog',
  'CertificateExpiresSoon',
  'CertificateExpired',
  'ReleaseRolledBack',
  'ReleaseUndecided',
  'DatabaseDown',
  'SLANotMet',
  'OperatorBlind',
] as const;
export type AlertName = (typeof alertNames)[number];

/** Alerts that compare with a number; the others are about what is so or not. */
const measured: readonly AlertName[] = [
  'HighErrorRate',
  'LowFPS',
  'HighMemoryUsage',
  'SceneLoadFailures',
  'WebhookDeliveryFailures',
  'JobQueueBacklog',
  'CertificateExpiresSoon',
  'OperatorBlind',
];
const measuredNames = measured.map((name) => `'${name}'`).join(', ');

const amount = /^[0-9]+(\.[0-9]{1,3})?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;

const alert = z
  .object({
    name: choice('The alert.', alertNames),
    mode: choice('Whether there is this alert. Absent: Enabled.', ['Enabled', 'Disabled']).optional(),
    threshold: z.coerce
      .string()
      .max(20)
      .regex(amount)
      .meta({ 'x-kubernetes-int-or-string': true })
      .describe(
        'Number that is compared with: per cent of errors, frames a second, bytes, failures in ten minutes, jobs, days until the certificate expires, seconds since the operator has looked. Absent: as docs/monitoring.md says.',
      )
      .optional(),
    forSeconds: whole(
      'Seconds that it must have been so before anybody is told. Absent: as docs/monitoring.md says.',
      0,
      86_400,
    ).optional(),
    severity: choice('How urgent it is. Absent: as docs/monitoring.md says.', [
      'Critical',
      'Warning',
    ]).optional(),
  })
  .meta(
    rules({
      rule: `!has(self.threshold) || self.name in [${measuredNames}]`,
      message: `monitoring.alerts may give a threshold to ${measured.join(', ')} only; remove the others.`,
    }),
  );

const labelRules = (field: string) =>
  rules({
    rule: `!has(self.labels) || self.labels.all(k, !(k in ['app.kubernetes.io/instance', 'app.kubernetes.io/managed-by']) && !k.startsWith('spacetime.dev/'))`,
    message: `${field}.labels must not use app.kubernetes.io/instance, app.kubernetes.io/managed-by or spacetime.dev/, by which the operator knows its own; remove it.`,
    fieldPath: '.labels',
  });

const dashboard = z
  .object({
    mode: choice(
      'How Grafana gets the dashboard. ConfigMap: for its sidecar. GrafanaDashboard: for the Grafana operator. Auto: GrafanaDashboard where its API is and instanceSelector is given, else ConfigMap.',
      ['Auto', 'ConfigMap', 'GrafanaDashboard', 'Disabled'],
    ).default('Auto'),
    folder: text('Folder of Grafana. Absent: where Grafana puts it.', 128).optional(),
    labels: labelMap(
      'Labels of the ConfigMap or GrafanaDashboard. Absent: grafana_dashboard: "1", which the sidecar looks for.',
      'monitoring.dashboard.labels',
    ).optional(),
    instanceSelector: z
      .object({
        matchLabels: labelMap(
          'Labels of the Grafana.',
          'monitoring.dashboard.instanceSelector.matchLabels',
        ).optional(),
      })
      .describe(
        'Which Grafanas the Grafana operator gives the dashboard to. It cannot be changed there; change mode to ConfigMap and back.',
      )
      .optional(),
  })
  .meta(labelRules('monitoring.dashboard'))
  .describe('The dashboard of the world.')
  .prefault({});

export const monitoring = z
  .object({
    mode: choice('Auto: PodMonitor and PrometheusRule where their APIs are, and the dashboard.', [
      'Auto',
      'Disabled',
    ]).default('Auto'),
    scrapeIntervalSeconds: whole('Seconds between two looks of Prometheus at a pod.', 5, 300).default(15),
    labels: labelMap(
      'Labels of PodMonitor and PrometheusRule: what your Prometheus selects by, such as release.',
      'monitoring.labels',
    ).optional(),
    runbookBaseURL: url(
      'Where the pages of the alerts are: runbook_url is this, a slash and NAME.md. Absent: those of the project.',
    ).optional(),
    alerts: keyedList('Changes to single alerts; the others stay as they are.', alert, 32),
    dashboard,
  })
  .meta(labelRules('monitoring'))
  .describe('Metrics, alerts and dashboard. A change applies at once and is no release.')
  .prefault({});
