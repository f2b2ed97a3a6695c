/** Why a revision is held. Nothing that the cluster does is among them: then the release waits. */
export const holdReasons = {
  ImagePullFailed: 'The image could not be pulled in three tries.',
  ImageChanged: 'Pods of one revision ran different digests: the tag was pushed again.',
  ContainerCrashed: 'The runtime ended twice.',
  OutOfMemory: 'The kernel ended the runtime because it used more than its memory limit.',
  ConfigurationRefused: 'The runtime refused its configuration (exit code 78) and said why.',
  NotReadyInTime:
    'Too few pods became ready before the deadline, or a container failed its startup probe to the end, twice.',
  SmokeFailed: 'The smoke check failed before any user came.',
  LoadFailed: 'The load check failed before any user came.',
  BrowserFailed: 'The browser check failed before any user came.',
  CustomCheckFailed: 'A check of rollout.checks.custom failed before any user came.',
  ChecklistBelowRequired:
    'Fewer lines of the production checklist passed before any user came than checklist.requiredPercent asks for.',
  ErrorRateWorse: 'More requests failed than on the stable revision.',
  LatencyWorse: 'Answers took longer than on the stable revision.',
  SceneLoadWorse: 'Loading scenes took longer than on the stable revision.',
  FrameRateWorse: 'Clients measured fewer frames than on the stable revision.',
  WebhooksFailed: 'More deliveries to webhooks failed than on the stable revision.',
  MemoryGrowing: 'The runtime used more and more memory.',
  QueueGrowing: 'Jobs piled up, because the pods of the revision ended far fewer than the stable ones.',
  SharedHarm:
    'Both revisions failed while the candidate had users, and the stable recovered soon after it had none, twice.',
  SLABreached: 'The revision did not keep rollout.sla.',
  Aborted: 'A person asked for it: spacetime.dev/abort.',
  Undone: 'A person went back to an earlier revision: spacetime.dev/undo.',
  Undecided: 'The canary ended without evidence, and whenUndecided is Rollback.',
} as const;
export type HoldReason = keyof typeof holdReasons;

type ConditionStatus = 'True' | 'False' | 'Unknown';

const heldReasons = Object.keys(holdReasons) as HoldReason[];

/**
 * Every condition with its reasons, by status. `feedsReady` marks those that Ready is derived from, in order:
 * False before Unknown before True.
 */
export const conditions = {
  Available: {
    meaning: 'Whether users are served.',
    feedsReady: true,
    True: ['Serving', 'Rescued', 'ScaledToZero'],
    False: ['NoReadyPods', 'NothingReleased'],
    Unknown: ['Starting'],
  },
  Released: {
    meaning: 'Whether users have what the spec asks for.',
    feedsReady: true,
    True: ['Stable', 'Baking'],
    False: ['Held', 'RollbackFailed'],
    Unknown: [
      'Preparing',
      'Checking',
      'Canary',
      'WaitingForApproval',
      'Promoting',
      'RollingBack',
      'WaitingForPromotion',
      'EnvironmentBad',
      'Undecided',
      'Paused',
      'ScaledToZero',
    ],
  },
  ConfigurationValid: {
    meaning: 'Whether everything that the spec refers to is there and fits.',
    feedsReady: true,
    True: ['Accepted'],
    False: [
      'ReferenceNotFound',
      'ImageDiffers',
      'NameTaken',
      'SharedGatewayUnknown',
      'UnknownCheck',
      'TooManyConnections',
    ],
    Unknown: ['NotObserved'],
  },
  SecretsReady: {
    meaning: 'Whether token and password are there and no placeholders.',
    feedsReady: true,
    True: ['Generated', 'Adopted', 'Referenced', 'Rotating'],
    False: ['NotFound', 'KeyMissing', 'Placeholder', 'Forbidden'],
    Unknown: ['NotObserved'],
  },
  DatabaseReady: {
    meaning: 'Whether the database takes connections; of one that is yours, whether its URL is known.',
    feedsReady: true,
    True: ['Ready', 'Maintenance'],
    False: ['Unavailable', 'VolumePending'],
    Unknown: ['Starting'],
  },
  CertificateReady: {
    meaning: 'Whether the certificate fits and is valid.',
    feedsReady: true,
    True: ['NotConfigured', 'Valid', 'ExpiresSoon'],
    False: [
      'NotFound',
      'KeyMismatch',
      'HostMismatch',
      'ChainIncomplete',
      'Expired',
      'CertManagerMissing',
      'IssuerNotFound',
    ],
    Unknown: ['Issuing'],
  },
  Exposed: {
    meaning: 'Whether the world has the address that the spec asks for.',
    feedsReady: true,
    True: ['ServiceOnly', 'RouteAccepted', 'IngressReady', 'AddressAssigned'],
    False: ['RouteRefused', 'GatewayAPIMissing', 'GatewayNotFound', 'ListenerWithoutTLS'],
    Unknown: ['AddressPending'],
  },
  Applied: {
    meaning: 'Whether the API server took every object of the world.',
    feedsReady: true,
    True: ['Applied'],
    False: ['Forbidden', 'QuotaExceeded', 'AdmissionDenied', 'Invalid', 'Conflict'],
    Unknown: ['Retrying'],
  },
  SLAMet: {
    meaning: 'Whether the world keeps rollout.sla. It is told, and does not make a world unready.',
    feedsReady: false,
    True: ['Met'],
    False: ['ErrorRate', 'Latency', 'SceneLoad', 'FrameRate', 'Memory'],
    Unknown: ['NoTraffic', 'ScrapeFailed'],
  },
  ScalingActive: {
    meaning:
      'Whether the number of pods follows the spec, or the autoscaler that it asks for. It is told, and does not make a world unready.',
    feedsReady: false,
    True: ['Fixed', 'Autoscaling', 'AtLimit'],
    False: ['MetricsMissing', 'HPAFailed'],
    Unknown: ['NotObserved'],
  },
  MonitoringReady: {
    meaning:
      'Whether Prometheus and Grafana are told of the world, as far as they are there. It does not make a world unready.',
    feedsReady: false,
    True: ['Installed', 'Disabled'],
    False: ['PrometheusOperatorMissing', 'GrafanaOperatorMissing'],
    Unknown: ['NotObserved'],
  },
  ChecklistPassed: {
    meaning: 'Whether the production checklist is complete, or as far as checklist.requiredPercent asks for.',
    feedsReady: false,
    True: ['Complete', 'AboveRequired'],
    False: ['BelowRequired', 'Incomplete'],
    Unknown: ['NotRun'],
  },
  Held: {
    meaning: 'Whether the revision that the spec asks for was rejected; the reason is that of the hold.',
    feedsReady: false,
    True: heldReasons,
    False: ['NotHeld'],
    Unknown: [],
  },
  Paused: {
    meaning: 'Whether releases wait because somebody asked for it.',
    feedsReady: false,
    True: ['ByUser'],
    False: ['NotPaused'],
    Unknown: [],
  },
} as const satisfies Record<string, ConditionKind>;

interface ConditionKind extends Readonly<Record<ConditionStatus, readonly string[]>> {
  readonly meaning: string;
  readonly feedsReady: boolean;
}

/** Conditions that are derived from the others and borrow their reasons. */
export const derivedConditions = {
  Ready: 'The first condition above that is False, else the first that is Unknown, else True.',
  Reconciling: 'Whether a release or a repair is under way; False with reason UpToDate.',
  Stalled: 'Whether only a person can go on; False with reason NotStalled.',
} as const;

type FoundType = keyof typeof conditions;

/** The reasons that a condition may give at a status. */
export type ConditionReason<
  Type extends FoundType = FoundType,
  Status extends ConditionStatus = ConditionStatus,
> = (typeof conditions)[Type][Status][number];

/** A condition before it has a time. Only a reason that belongs to type and status can be written. */
export type Finding = {
  [Type in FoundType]: {
    [Status in ConditionStatus]: {
      readonly type: Type;
      readonly status: Status;
      readonly reason: ConditionReason<Type, Status>;
      readonly message: string;
    };
  }[ConditionStatus];
}[FoundType];
