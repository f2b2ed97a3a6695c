import type { KubeObject } from '../../kube/types.ts';
import type { Rollout } from '../../rollout/rollout.ts';
import type { Owner } from '../owner.ts';
import { dashboardObjects } from './dashboardObjects.ts';
import type { MonitoringFound } from './found.ts';
import { podMonitor, prometheusRule } from './prometheusObjects.ts';

/** What monitors a world, as far as the cluster has the APIs for it. */
export function monitoringObjects(owner: Owner, rollout: Rollout, found: MonitoringFound): KubeObject[] {
  if (owner.spec.monitoring.mode === 'Disabled') return [];
  const serves = 'stable' in rollout && rollout.stable !== undefined;
  return [
    ...(found.prometheus ? [podMonitor(owner), prometheusRule(owner, serves, found)] : []),
    ...dashboardObjects(owner, found),
  ];
}
