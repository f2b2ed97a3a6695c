/** What the installation of the operator decides, and no world can. */
export interface Installation {
  /** Namespace that the operator runs in. */
  readonly namespace: string;
  readonly sharedGateways: readonly SharedGateway[];
  /** Where the pages of the alerts are, for worlds that do not say so; absent: those of the project. */
  readonly runbookBaseURL?: string;
}

/** A Gateway of any namespace that worlds may name without knowing where it is. */
export interface SharedGateway {
  /** What worlds call it. */
  readonly published: string;
  readonly namespace: string;
  readonly name: string;
  /** Listener; absent: every one that serves the host names. */
  readonly sectionName?: string;
}
