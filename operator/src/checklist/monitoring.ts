import { check } from './ask/checks.ts';
import { condition } from './ask/conditions.ts';
import type { Facts } from './facts.ts';
import { type Line, type Look, linesOf, machine, people } from './line.ts';

const metrics = 'The check program reads /metrics of the pods.';
const grafana = 'Grafana is your own: attest when you have seen it.';

const prometheus = linesOf('8.1', 'before', [
  machine(
    'metrics.format',
    'Metrics endpoint returns Prometheus format',
    `${metrics} It finds the types of the metrics.`,
    check('smoke.metrics'),
  ),
  machine('metrics.fps', 'FPS metric present', `${metrics} godot_fps.`, check('smoke.metrics')),
  machine(
    'metrics.memory',
    'Memory metric present',
    `${metrics} godot_memory_bytes.`,
    check('smoke.metrics'),
  ),
  machine(
    'metrics.requests',
    'Request count metric present',
    `${metrics} http_requests_total.`,
    check('smoke.metrics'),
  ),
]);

/** Without the objects it waits for people, and is no failure. */
function dashboardInstalled(facts: Facts): Look | undefined {
  const look = condition('MonitoringReady', 'Installed')(facts);
  return look?.result === 'Passed' ? look : undefined;
}

const dashboards = linesOf('8.2', 'before', [
  people('grafana.accessible', 'Grafana accessible', grafana),
  people(
    'grafana.dashboard',
    'Dashboard configured',
    'Condition MonitoringReady is Installed, or attest when you have made one.',
    dashboardInstalled,
  ),
  people('grafana.displayed', 'Metrics displayed correctly', grafana),
]);

/** "8. Monitoring Setup". */
export const monitoring: readonly Line[] = [...prometheus, ...dashboards];
