import { Counter, type Registry } from 'prom-client';
import type { Verdict } from './verdict.ts';

/** Counts attempts by what came of them. */
export function deliveryMetrics(registry: Registry): (outcome: Verdict['outcome']) => void {
  const registers = [registry];
  const failures = new Counter({
    name: 'webhook_delivery_failures_total',
    help: 'Attempts to deliver an event to a webhook that failed, whether they are made again or not.',
    registers,
  });
  const deliveries = new Counter({
    name: 'spacetime_webhook_deliveries_total',
    help: 'Attempts to deliver an event: delivered, retried (failed, and made again later) or failed (for good).',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['delivered', 'retried', 'failed']) deliveries.inc({ outcome }, 0);
  return (outcome) => {
    deliveries.inc({ outcome });
    if (outcome !== 'delivered') failures.inc();
  };
}
