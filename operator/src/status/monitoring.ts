import type { Finding } from '../api/conditions.ts';
import { alertRules } from '../plan/monitoring/rules.ts';
import type { Situation } from './situation.ts';

/** Whether somebody who has Prometheus is told when something is wrong. */
export function monitoringFinding({
  owner,
  rollout,
  monitoring,
}: Pick<Situation, 'owner' | 'rollout' | 'monitoring'>): Extract<Finding, { type: 'MonitoringReady' }> {
  const type = 'MonitoringReady';
  if (owner.spec.monitoring.mode === 'Disabled')
    return { type, status: 'True', reason: 'Disabled', message: 'monitoring.mode is Disabled.' };
  if (!monitoring.prometheus)
    return {
      type,
      status: 'False',
      reason: 'PrometheusOperatorMissing',
      message: 'No rules: monitoring.coreos.com/v1 is not installed.',
    };
  const rules = alertRules(owner, 'stable' in rollout && rollout.stable !== undefined).length;
  return { type, status: 'True', reason: 'Installed', message: `${rules} rules.` };
}
