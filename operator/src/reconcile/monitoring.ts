import { type Resource, resources } from '../kube/resources.ts';
import type { MonitoringFound } from '../plan/monitoring/found.ts';

/** Looks which of the optional APIs for monitoring there are; `serves` says whether the cluster has a kind. */
export const lookAtMonitoring = (serves: (resource: Resource) => boolean): MonitoringFound => ({
  prometheus: serves(resources.podMonitors) && serves(resources.prometheusRules),
  grafana: serves(resources.grafanaDashboards),
});
