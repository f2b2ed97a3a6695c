/** One graph of the dashboard. */
export interface Panel {
  readonly title: string;
  /** As Grafana names units; absent: a plain number. */
  readonly unit?: string;
  /** `stat` shows the last value alone; without it a graph over time. */
  readonly type?: 'stat';
  /** Query → what its series are called. */
  readonly queries: readonly (readonly [query: string, legend: string])[];
}

/** Groups of panels: the four of the production checklist, then what the operator does. */
export const panelGroups = (world: string): Readonly<Record<string, readonly Panel[]>> => ({
  'API Health': apiHealth(world),
  'System Performance': systemPerformance(world),
  'Router Activity': routerActivity(world),
  'Error Tracking': errorTracking(world),
  Releases: releases(world),
});

// Grafana replaces this by a time that holds several looks of Prometheus.
const lately = '[$__rate_interval]';

const requests = (world: string, more = '') => `http_requests_total{${world}${more}}`;
const failed = ',status=~"5.."';

/** A counter of what goes wrong has no series until it does: that is 0, not nothing. */
const count = (series: string) => `sum(increase(${series}${lately})) or vector(0)`;

const apiHealth = (world: string): readonly Panel[] => [
  {
    title: 'Request rate',
    unit: 'reqps',
    queries: [[`sum by (client) (rate(${requests(world)}${lately}))`, '{{client}}']],
  },
  {
    title: 'Success rate',
    unit: 'percent',
    queries: [
      [
        `100 * sum(rate(${requests(world, ',status!~"5.."')}${lately})) / sum(rate(${requests(world)}${lately}))`,
        'answered without 5xx',
      ],
    ],
  },
  {
    title: 'Average response time',
    unit: 's',
    queries: [
      [
        `sum by (client) (rate(spacetime_http_request_seconds_sum{${world}}${lately})) / sum by (client) (rate(spacetime_http_request_seconds_count{${world}}${lately}))`,
        '{{client}}',
      ],
    ],
  },
  {
    title: 'Error rate',
    unit: 'percent',
    queries: [
      [
        `100 * (sum(rate(${requests(world, failed)}${lately})) or vector(0)) / sum(rate(${requests(world)}${lately}))`,
        '5xx',
      ],
    ],
  },
];

const systemPerformance = (world: string): readonly Panel[] => [
  { title: 'Frames a second', queries: [[`godot_fps{${world}}`, '{{pod}}']] },
  { title: 'Memory', unit: 'bytes', queries: [[`godot_memory_bytes{${world}}`, '{{pod}}']] },
  {
    title: 'CPU',
    unit: 'percent',
    queries: [[`100 * rate(process_cpu_seconds_total{${world}}${lately})`, '{{pod}}']],
  },
  { title: 'Active connections', queries: [[`sum by (kind) (spacetime_sockets{${world}})`, '{{kind}}']] },
];

const routerActivity = (world: string): readonly Panel[] => [
  {
    title: 'Scene loads',
    queries: [[`sum(increase(spacetime_scene_load_seconds_count{${world}}${lately}))`, 'scenes']],
  },
  {
    title: 'Webhook deliveries',
    queries: [
      [`sum by (outcome) (increase(spacetime_webhook_deliveries_total{${world}}${lately}))`, '{{outcome}}'],
    ],
  },
  {
    title: 'Jobs processed',
    queries: [
      [`sum by (status) (increase(spacetime_jobs_total{${world}}${lately}))`, '{{status}}'],
      [`max(job_queue_pending{${world}})`, 'waiting'],
    ],
  },
  {
    title: 'Rate limit triggers',
    queries: [[count(`spacetime_rate_limit_rejections_total{${world}}`), 'answered with 429']],
  },
];

const errorTracking = (world: string): readonly Panel[] => [
  { title: '4xx errors', queries: [[count(requests(world, ',status=~"4.."')), '4xx']] },
  { title: '5xx errors', queries: [[count(requests(world, failed)), '5xx']] },
  { title: 'Failed scene loads', queries: [[count(`scene_load_failures_total{${world}}`), 'scenes']] },
  {
    title: 'Failed webhook deliveries',
    queries: [[count(`webhook_delivery_failures_total{${world}}`), 'deliveries']],
  },
];

const releases = (world: string): readonly Panel[] => [
  {
    title: 'Where the release stands',
    type: 'stat',
    queries: [[`spacetime_operator_world_info{${world}}`, '{{phase}}: users have {{stable}} {{candidate}}']],
  },
  {
    title: 'What is not as it should be',
    type: 'stat',
    queries: [
      [
        `spacetime_operator_condition{${world},status!="True",type!~"Held|Paused|Reconciling|Stalled"} or spacetime_operator_condition{${world},status="True",type=~"Held|Paused|Stalled"} or label_replace(vector(0), "type", "nothing", "", "")`,
        '{{type}} {{reason}}',
      ],
    ],
  },
  {
    title: 'Requests of users by revision',
    unit: 'reqps',
    queries: [[`sum by (revision) (rate(${requests(world, ',client="user"')}${lately}))`, '{{revision}}']],
  },
  {
    title: 'Errors of users by revision',
    unit: 'percent',
    queries: [
      [
        `100 * sum by (revision) (rate(${requests(world, `,client="user"${failed}`)}${lately})) / sum by (revision) (rate(${requests(world, ',client="user"')}${lately}))`,
        '{{revision}}',
      ],
    ],
  },
  {
    title: 'Releases that ended',
    queries: [[`sum by (result) (spacetime_operator_releases_total{${world}})`, '{{result}}']],
  },
  {
    title: 'Rolled back',
    queries: [
      [`sum by (reason) (spacetime_operator_rollbacks_total{${world}})`, '{{reason}}'],
      [`sum(spacetime_operator_held_revisions{${world}})`, 'held now'],
    ],
  },
];
