import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export const registry = new Registry();
// Each measurement of the event loop's delay wakes the process, and by default that is a hundred times a second.
collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });

/** Name, help, labels and registry of a metric of the operator. */
export const metric = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) => ({
  name: `spacetime_operator_${name}`,
  help,
  labelNames: [...labelNames],
  registers: [registry],
});

/** Reconciles by how they ended: `settled`, `requeued` or the name of the error. */
export const reconciles = new Counter(
  metric('reconciles_total', 'Reconciles, by how they ended.', ['result']),
);

export const reconcileSeconds = new Histogram({
  ...metric('reconcile_seconds', 'Seconds that a reconcile took.', []),
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** What was announced, by the reason of the event: `RollbackStarted` counts rollbacks. */
export const announcements = new Counter(
  metric('announcements_total', 'Events about SpaceTimes, by reason.', ['reason']),
);

/** Attempts to deliver notifications: `delivered`, `retried` or `failed`. */
export const notifications = new Counter(
  metric('notifications_total', 'Attempts to deliver notifications, by what came of them.', ['outcome']),
);

export const leader = new Gauge(metric('leader', '1 while this replica holds the lease.', []));
