import type { Finding } from '../api/conditions.ts';
import type { HorizontalPodAutoscaler } from '../kube/types.ts';
import { type Autoscaling, targetsOf } from '../plan/autoscaler.ts';
import { servingArm } from './serving.ts';
import type { Situation } from './situation.ts';

/** What is known of the number of pods. */
export interface ScalingFound {
  /** Pods that the spec asks for at full traffic; a release may keep more. */
  readonly asked: number;
  /** Absent until it was applied. */
  readonly autoscaler?: HorizontalPodAutoscaler;
}

type Scaling = Extract<Finding, { type: 'ScalingActive' }>;
type HPACondition = NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['conditions']>[number];

const type = 'ScalingActive';

/** Whether the number of pods follows what the spec asks for. */
export function scalingFinding(
  situation: Pick<Situation, 'owner' | 'scaling' | 'rollout' | 'stable' | 'candidate'>,
): Scaling {
  const { owner, scaling } = situation;
  const { autoscaling, replicas } = owner.spec;
  if (!autoscaling) return { type, status: 'True', reason: 'Fixed', message: podsText(replicas, scaling) };
  if (replicas === 0)
    return {
      type,
      status: 'True',
      reason: 'Fixed',
      message: 'replicas is 0, so the autoscaler rests; it goes on when replicas is more.',
    };
  const bounds = `${autoscaling.minReplicas}–${autoscaling.maxReplicas}, by ${metricsText(autoscaling)}`;
  const { revision } = servingArm(situation);
  const conditions = scaling.autoscaler?.status?.conditions ?? [];
  if (!revision || conditions.length === 0)
    return {
      type,
      status: 'Unknown',
      reason: 'NotObserved',
      message: `${bounds}: the autoscaler has not said anything yet.`,
    };
  return trouble(conditions, owner.name) ?? working(conditions, podsText(replicas, scaling), bounds);
}

const podsText = (replicas: number, { asked }: ScalingFound): string =>
  replicas === asked
    ? `${replicas} pods.`
    : `${replicas} pods; ${asked} are asked for, and the release keeps the others until it is over.`;

function metricsText(autoscaling: Autoscaling): string {
  const { cpuPercent, connectionsPerPod, pendingJobsPerPod } = targetsOf(autoscaling);
  return [
    ...(cpuPercent === undefined ? [] : [`CPU at ${cpuPercent} %`]),
    ...(connectionsPerPod === undefined ? [] : [`${connectionsPerPod} connections a pod`]),
    ...(pendingJobsPerPod === undefined ? [] : [`${pendingJobsPerPod} pending jobs a pod`]),
  ].join(' and ');
}

/**
 * What the autoscaler says is wrong. Reasons are those of
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/podautoscaler/horizontal.go
 */
function trouble(conditions: readonly HPACondition[], name: string): Scaling | undefined {
  const failed = conditions.find(
    ({ type: its, status }) => status === 'False' && (its === 'AbleToScale' || its === 'ScalingActive'),
  );
  // It stopped because replicas was 0, and has not looked since.
  if (!failed || failed.reason === 'ScalingDisabled') return undefined;
  const message = `HorizontalPodAutoscaler ${name}: ${failed.message ?? failed.reason ?? 'no reason is given'}`;
  return failed.reason?.endsWith('Metric')
    ? { type, status: 'False', reason: 'MetricsMissing', message: `${message}; see docs/scaling.md.` }
    : { type, status: 'False', reason: 'HPAFailed', message };
}

/** To be kept at the fewest pods is rest; to be kept at the most is not. */
function working(conditions: readonly HPACondition[], pods: string, bounds: string): Scaling {
  const isLimited = conditions.some(
    ({ type: its, status, reason }) =>
      its === 'ScalingLimited' && status === 'True' && reason === 'TooManyReplicas',
  );
  return {
    type,
    status: 'True',
    reason: isLimited ? 'AtLimit' : 'Autoscaling',
    message: isLimited
      ? `${bounds}: more are needed than autoscaling.maxReplicas. ${pods}`
      : `${bounds}. ${pods}`,
  };
}
