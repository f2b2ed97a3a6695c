/** What monitoring depends on besides the spec. */
export interface MonitoringFound {
  /** Where the pages of the alerts are, if the spec does not say; absent: those of the project. */
  readonly runbookBaseURL?: string;
  /** Whether the cluster has PodMonitor and PrometheusRule. */
  readonly prometheus: boolean;
  /** Whether it has GrafanaDashboard. */
  readonly grafana: boolean;
}
