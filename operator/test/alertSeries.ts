import type { Series } from './promtool.ts';

/** Twenty minutes: a value for each 15 seconds. */
const steps = 80;
export const steady = (value: number): string => `${value}x${steps}`;
export const growing = (by: number): string => `0+${by}x${steps}`;

/** Labels of a world of this name in `worlds`, for metrics of the operator. */
const world = (name: string, more = '') => `{namespace="worlds",name="${name}"${more}}`;
/** Labels of its only pod. */
const pod = (name: string, more = '') => world(name, `,pod="${name}-1",revision="bbbbbbbbbb"${more}`);

/** How each series of a world is called in Prometheus, by a short name. */
const names = {
  answers200: (name: string) => `http_requests_total${pod(name, ',status="200"')}`,
  answers500: (name: string) => `http_requests_total${pod(name, ',status="500"')}`,
  frames: (name: string) => `godot_fps${pod(name)}`,
  memory: (name: string) => `godot_memory_bytes${pod(name)}`,
  sceneFailures: (name: string) => `scene_load_failures_total${pod(name)}`,
  webhookFailures: (name: string) => `webhook_delivery_failures_total${pod(name)}`,
  jobs: (name: string) => `job_queue_pending${pod(name)}`,
  database: (name: string) => `spacetime_database_available${pod(name)}`,
  databaseElsewhere: (name: string) =>
    `spacetime_database_available${world(name, `,pod="${name}-2",revision="bbbbbbbbbb"`)}`,
  looked: (name: string) => `spacetime_operator_looked_timestamp_seconds${world(name)}`,
  notAfter: (name: string) => `spacetime_operator_certificate_not_after_seconds${world(name)}`,
  renewal: (name: string) => `spacetime_operator_certificate_renewal_seconds${world(name)}`,
  rolledBack: (name: string) =>
    `spacetime_operator_rolled_back_timestamp_seconds${world(name, ',revision="cccccccccc",reason="ErrorRateWorse"')}`,
  stable: (name: string) =>
    `spacetime_operator_world_info${world(name, ',phase="Stable",stable="bbbbbbbbbb",candidate=""')}`,
  canary: (name: string) =>
    `spacetime_operator_world_info${world(name, ',phase="Canary",stable="bbbbbbbbbb",candidate="cccccccccc"')}`,
  withoutSeries: () => 'spacetime_operator_worlds_without_series',
  databaseReady: (name: string) => condition(name, 'DatabaseReady', 'True', 'Ready'),
  databaseUnavailable: (name: string) => condition(name, 'DatabaseReady', 'False', 'Unavailable'),
  held: (name: string) => condition(name, 'Held', 'True', 'ErrorRateWorse'),
  notHeld: (name: string) => condition(name, 'Held', 'False', 'NotHeld'),
  undecided: (name: string) => condition(name, 'Released', 'Unknown', 'Undecided'),
  released: (name: string) => condition(name, 'Released', 'True', 'Stable'),
  certificateValid: (name: string) => condition(name, 'CertificateReady', 'True', 'Valid'),
  certificateExpiresSoon: (name: string) => condition(name, 'CertificateReady', 'True', 'ExpiresSoon'),
  certificateExpired: (name: string) => condition(name, 'CertificateReady', 'False', 'Expired'),
  slaMet: (name: string) => condition(name, 'SLAMet', 'True', 'Met'),
  slaBroken: (name: string) => condition(name, 'SLAMet', 'False', 'Latency'),
  slaUnheard: (name: string) => condition(name, 'SLAMet', 'Unknown', 'ScrapeFailed'),
} as const;

const condition = (name: string, type: string, status: string, reason: string) =>
  `spacetime_operator_condition${world(name, `,type="${type}",status="${status}",reason="${reason}"`)}`;

/** Values by the short names of series; undefined takes a series away. */
export type Told = { readonly [Name in keyof typeof names]?: string | undefined };

/** A world in which nothing is wrong. */
const healthy: Told = {
  answers200: growing(30),
  answers500: growing(0),
  frames: steady(72),
  memory: steady(5e8),
  sceneFailures: growing(0),
  webhookFailures: growing(0),
  jobs: steady(3),
  database: steady(1),
  looked: growing(15),
  notAfter: steady(60 * 86_400),
  stable: steady(1),
  withoutSeries: steady(0),
  databaseReady: steady(1),
  notHeld: steady(1),
  released: steady(1),
  certificateValid: steady(1),
  slaMet: steady(1),
};

/** The series of the world of this name: a healthy one's, but for what is told. */
export const seriesOf = (name: string, told: Told = {}): Series =>
  Object.fromEntries(
    Object.entries({ ...healthy, ...told }).flatMap(([short, values]) =>
      values === undefined ? [] : [[names[short as keyof typeof names](name), values] as const],
    ),
  );
