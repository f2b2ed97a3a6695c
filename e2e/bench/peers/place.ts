/** Where a stand is. Each has a namespace of its own, so that several can be measured at once where a setting is slow. */
export interface Place {
  readonly namespace: string;
  /** Of the PostgreSQL that the worlds of a bench share. */
  readonly databaseURL: string;
  /** Where the aggregator answers on this machine. */
  readonly metricsPort: number;
}
