import type { Finding } from '../api/conditions.ts';
import { dashboardKind } from '../plan/monitoring/dashboardObjects.ts';
import { alertRules } from '../plan/monitoring/rules.ts';
import type { Situation } from './situation.ts';

type Monitored = Extract<Finding, { type: 'MonitoringReady' }>;

/** Whether those who watch the world by Prometheus and Grafana have what they need. */
export function monitoringFinding({
  owner,
  rollout,
  monitoring: found,
}: Pick<Situation, 'owner' | 'rollout' | 'monitoring'>): Monitored {
  const type = 'MonitoringReady';
  const { mode, dashboard } = owner.spec.monitoring;
  if (mode === 'Disabled')
    return { type, status: 'True', reason: 'Disabled', message: 'monitoring.mode is Disabled.' };
  const serves = 'stable' in rollout && rollout.stable !== undefined;
  const rules = found.prometheus ? alertRules(owner, serves).length : 0;
  const dashboards = dashboardKind(owner, found) ? 1 : 0;
  const there = `${rules} rules, ${dashboards} dashboards`;
  const missing = (reason: Extract<Monitored, { status: 'False' }>['reason'], api: string): Monitored => ({
    type,
    status: 'False',
    reason,
    message: `${there}; ${api} is not installed.`,
  });
  if (!found.prometheus) return missing('PrometheusOperatorMissing', 'monitoring.coreos.com/v1');
  if (dashboard.mode === 'GrafanaDashboard' && !found.grafana)
    return missing('GrafanaOperatorMissing', 'grafana.integreatly.org/v1beta1');
  return { type, status: 'True', reason: 'Installed', message: `${there}.` };
}
