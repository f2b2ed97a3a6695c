/** Which of the optional APIs for monitoring the cluster has. */
export interface MonitoringFound {
  /** PodMonitor and PrometheusRule. */
  readonly prometheus: boolean;
  /** GrafanaDashboard. */
  readonly grafana: boolean;
}
