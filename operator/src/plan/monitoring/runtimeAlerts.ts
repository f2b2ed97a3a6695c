import type { Alert } from './alert.ts';
import { reasonOf, rolledBack, standing } from './told.ts';

const minute = 60;
const gibibyte = 2 ** 30;

/** The alerts of the production checklist, on what the pods of a world measure. Requests are those of all clients, so that a quiet world does not page. */
export const runtimeAlerts = {
  APIDown: {
    severity: 'Critical',
    forSeconds: 60,
    expression: ({ world, range }) =>
      `(sum(increase(http_requests_total{${world},status="200"}[${range(minute)}])) or vector(0)) == 0`,
    summary: 'answers nobody',
    description: (scope) => [
      'No request was answered with 200 for a minute, probes of the kubelet included.',
      standing(scope),
      rolledBack(scope),
      'Kubernetes restarts pods that fail their probes, and the operator repairs the objects of the world; it never turns back to a revision without ready pods.',
    ],
  },
  HighErrorRate: {
    severity: 'Critical',
    forSeconds: 0,
    threshold: 5,
    expression: ({ world, range }, percent) => {
      const requests = (more: string) =>
        `sum(rate(http_requests_total{${world}${more}}[${range(5 * minute)}]))`;
      return `100 * ${requests(',status=~"5.."')} / ${requests('')} > ${percent}`;
    },
    summary: 'fails too many requests',
    description: (scope) => [
      '{{ printf "%.1f" $value }} % of the requests of the last minutes were answered with 500 or above.',
      standing(scope),
      rolledBack(scope),
      'A release that is to blame is rolled back without anybody; what fails with every revision is not its to cure.',
    ],
  },
  LowFPS: {
    severity: 'Critical',
    forSeconds: 60,
    threshold: 30,
    expression: ({ world }, frames) => `godot_fps{${world}} < ${frames}`,
    summary: 'is shown with too few frames',
    description: (scope) => [
      'Clients of pod {{ $labels.pod }} measured {{ printf "%.0f" $value }} frames a second, the median over those that report.',
      standing(scope),
      rolledBack(scope),
      'Frames alone hold a release or close its canary; it is rolled back when the server shows the harm too.',
    ],
  },
  HighMemoryUsage: {
    severity: 'Critical',
    forSeconds: 0,
    threshold: 4 * gibibyte,
    expression: ({ world }, bytes) => `godot_memory_bytes{${world}} > ${bytes}`,
    summary: 'uses too much memory',
    description: (scope) => [
      'Pod {{ $labels.pod }}, revision {{ $labels.revision }}, has {{ humanize1024 $value }}B resident.',
      standing(scope),
      rolledBack(scope),
      'A pod above its limit is ended by the kernel and started again; a release whose memory grows is rolled back.',
    ],
  },
  SceneLoadFailures: {
    severity: 'Warning',
    forSeconds: 0,
    threshold: 10,
    expression: ({ world, range }, failures) =>
      `sum(increase(scene_load_failures_total{${world}}[${range(10 * minute)}])) > ${failures}`,
    summary: 'fails to load scenes',
    description: (scope) => [
      '{{ printf "%.0f" $value }} scenes were asked for in ten minutes and not loaded: unknown, not allowed or broken.',
      standing(scope),
      rolledBack(scope),
      'A whitelist goes back with its revision: kubectl spacetime diff says whether the last release changed it.',
    ],
  },
  WebhookDeliveryFailures: {
    severity: 'Warning',
    forSeconds: 0,
    threshold: 50,
    expression: ({ world, range }, failures) =>
      `sum(increase(webhook_delivery_failures_total{${world}}[${range(10 * minute)}])) > ${failures}`,
    summary: 'fails to deliver webhooks',
    description: (scope) => [
      '{{ printf "%.0f" $value }} deliveries to webhooks failed in ten minutes.',
      standing(scope),
      rolledBack(scope),
      'Each delivery is tried again by its schedule; nothing else is done about a receiver that does not answer.',
    ],
  },
  JobQueueBacklog: {
    severity: 'Warning',
    forSeconds: 0,
    threshold: 100,
    expression: ({ world }, jobs) => `max(job_queue_pending{${world}}) > ${jobs}`,
    summary: 'does not keep up with its jobs',
    description: (scope) => [
      '{{ printf "%.0f" $value }} jobs wait to be begun.',
      standing(scope),
      rolledBack(scope),
      'A release that ends far fewer jobs than the one before is rolled back; more pods take more jobs (replicas, jobs.concurrency).',
    ],
  },
  DatabaseDown: {
    severity: 'Critical',
    forSeconds: 60,
    expression: ({ world }) =>
      [
        `max by (namespace, name) (spacetime_operator_condition{${world},type="DatabaseReady",status="False"}) == 1`,
        `max by (namespace, name) (spacetime_database_available{${world}}) == 0`,
      ].join(' or '),
    summary: 'has no database',
    description: (scope) => [
      'The database takes no connections of any pod: pages and reads go on, what would be written is answered with 503.',
      reasonOf(scope, 'DatabaseReady'),
      standing(scope),
      'A managed database is restarted by Kubernetes and finds its data; releases wait for it and are not blamed.',
    ],
  },
} as const satisfies Readonly<Record<string, Alert>>;
