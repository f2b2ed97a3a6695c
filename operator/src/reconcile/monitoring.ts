import { type Resource, resources } from '../kube/resources.ts';
import type { Installation } from '../plan/installation.ts';
import type { MonitoringFound } from '../plan/monitoring/found.ts';

/** Looks which of the optional APIs for monitoring there are; `serves` says whether the cluster has a kind. */
export const lookAtMonitoring = (
  serves: (resource: Resource) => boolean,
  { runbookBaseURL }: Pick<Installation, 'runbookBaseURL'>,
): MonitoringFound => ({
  ...(runbookBaseURL !== undefined && { runbookBaseURL }),
  prometheus: serves(resources.podMonitors) && serves(resources.prometheusRules),
  grafana: serves(resources.grafanaDashboards),
});
