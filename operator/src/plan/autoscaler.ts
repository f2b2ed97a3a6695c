import { apiVersion, kind } from '../api/identity.ts';
import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { HorizontalPodAutoscaler } from '../kube/types.ts';
import { childMetadata } from './metadata.ts';
import type { Owner } from './owner.ts';

/** What the spec says of an autoscaler. */
export type Autoscaling = NonNullable<SpaceTimeSpec['autoscaling']>;

type Metric = NonNullable<NonNullable<HorizontalPodAutoscaler['spec']>['metrics']>[number];

/** Per cent of the request where no target is given. */
const usualCPUPercent = 70;

/** Metrics of the runtime, as it exports them and as the metrics APIs must serve them; see docs/scaling.md. */
const connections = 'spacetime_sockets';
const pendingJobs = 'job_queue_pending';

/**
 * Scales the SpaceTime, not a Deployment, so that it outlives every release and never sees a candidate alone.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export const autoscaler = (owner: Owner, autoscaling: Autoscaling): HorizontalPodAutoscaler => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: childMetadata(owner, owner.name),
  spec: {
    scaleTargetRef: { apiVersion, kind, name: owner.name },
    minReplicas: autoscaling.minReplicas,
    maxReplicas: autoscaling.maxReplicas,
    metrics: metricsOf(owner, autoscaling),
    behavior: {
      scaleDown: { stabilizationWindowSeconds: autoscaling.scaleDownStabilizationSeconds },
    },
  },
});

/** What the number of pods follows. */
export interface Targets {
  readonly cpuPercent?: number;
  readonly connectionsPerPod?: number;
  readonly pendingJobsPerPod?: number;
}

/** What the spec asks for; processor time where it names nothing. */
export function targetsOf(autoscaling: Autoscaling): Targets {
  const {
    targetCPUPercent: cpu,
    targetConnectionsPerPod: sockets,
    targetPendingJobsPerPod: jobs,
  } = autoscaling;
  const named = {
    ...(cpu !== undefined && { cpuPercent: cpu }),
    ...(sockets !== undefined && { connectionsPerPod: sockets }),
    ...(jobs !== undefined && { pendingJobsPerPod: jobs }),
  };
  return Object.keys(named).length > 0 ? named : { cpuPercent: usualCPUPercent };
}

function metricsOf(owner: Owner, autoscaling: Autoscaling): Metric[] {
  const { cpuPercent, connectionsPerPod, pendingJobsPerPod } = targetsOf(autoscaling);
  return [
    ...(cpuPercent === undefined ? [] : [ofProcessor(cpuPercent)]),
    ...(connectionsPerPod === undefined ? [] : [ofConnections(connectionsPerPod)]),
    ...(pendingJobsPerPod === undefined ? [] : [ofPendingJobs(owner, pendingJobsPerPod)]),
  ];
}

/** Of the runtime's container alone: a sidecar without a request would make the whole metric unknown. */
const ofProcessor = (percent: number): Metric => ({
  type: 'ContainerResource',
  containerResource: {
    name: 'cpu',
    container: 'runtime',
    target: { type: 'Utilization', averageUtilization: percent },
  },
});

const ofConnections = (perPod: number): Metric => ({
  type: 'Pods',
  pods: { metric: { name: connections }, target: { type: 'AverageValue', averageValue: String(perPod) } },
});

/** Every pod tells the same number, that of the world, so it is no metric of pods. */
const ofPendingJobs = ({ name }: Owner, perPod: number): Metric => ({
  type: 'External',
  external: {
    metric: {
      name: pendingJobs,
      selector: { matchLabels: { name } },
    },
    target: { type: 'AverageValue', averageValue: String(perPod) },
  },
});
