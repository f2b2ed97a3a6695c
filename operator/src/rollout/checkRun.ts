import type { ContainerStateTerminated, ContainerStatus, Job, Pod } from '../kube/types.ts';
import { environmentOf } from './arm.ts';
import { isDisplaced } from './fault.ts';

/** How the Job of a check stands. Times are RFC 3339. */
export type CheckRun =
  /** Its program does not run yet; `trouble` is what the cluster lacks, as a sentence. */
  | { readonly state: 'Waiting'; readonly trouble?: string }
  | { readonly state: 'Running'; readonly startedAt: string }
  | {
      readonly state: 'Ended';
      /** Both are absent where the kubelet does not tell them. */
      readonly startedAt?: string;
      readonly finishedAt?: string;
      readonly exitCode: number;
      /** Termination message, or why it ended. */
      readonly message: string;
    };

/** Names of the containers in the pod of a check. */
export const checkContainers = { program: 'check', world: 'world' } as const;

/** Reason that the kubelet gives for a container that it has lost. */
const unseen = 'ContainerStatusUnknown';

/** Seconds after which a Job without a pod is in trouble; usually one is there at once. */
const podlessSeconds = 10;

/**
 * How a Job stands by its pods. A program that ended well counts whatever came after it; otherwise the youngest pod
 * speaks, because a try that failed may be followed by another. What the cluster took away says nothing.
 */
export function runOf(job: Job, pods: readonly Pod[], now: Date): CheckRun {
  const own = pods
    .filter((pod) => !isDisplaced(pod) || endOf(pod)?.exitCode === 0)
    .sort((a, b) => createdAt(b) - createdAt(a));
  const good = own.map(endOf).find((end) => end?.exitCode === 0);
  if (good) return ended(good);
  const [youngest] = own;
  return youngest ? standingOf(youngest) : withoutPod(job, now);
}

const createdAt = ({ metadata }: Job | Pod): number => Date.parse(metadata.creationTimestamp ?? '');

const programOf = (pod: Pod): ContainerStatus | undefined =>
  pod.status?.containerStatuses?.find(({ name }) => name === checkContainers.program);

const endOf = (pod: Pod): ContainerStateTerminated | undefined => programOf(pod)?.state?.terminated;

const ended = ({ startedAt, finishedAt, exitCode, message, reason }: ContainerStateTerminated): CheckRun => ({
  state: 'Ended',
  ...(startedAt && { startedAt }),
  ...(finishedAt && { finishedAt }),
  exitCode,
  message: message ?? (exitCode === 0 ? undefined : reason) ?? '',
});

function standingOf(pod: Pod): CheckRun {
  const state = programOf(pod)?.state;
  if (state?.terminated?.reason === unseen)
    return { state: 'Waiting', trouble: `Nobody saw how the program of pod ${pod.metadata.name} ended` };
  if (state?.terminated) return ended(state.terminated);
  if (state?.running)
    return { state: 'Running', startedAt: state.running.startedAt ?? pod.metadata.creationTimestamp ?? '' };
  const trouble = environmentOf(pod) ?? stuckContainer(pod) ?? deadWorld(pod);
  return { state: 'Waiting', ...(trouble && { trouble }) };
}

/** A container that waits for nothing in particular is only starting. */
const starting = ['ContainerCreating', 'PodInitializing'];

function stuckContainer(pod: Pod): string | undefined {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const stuck = [...initContainerStatuses, ...containerStatuses].find(({ state, lastState }) => {
    const reason = state?.waiting?.reason;
    // One that crashes waits too; how it ended says more.
    return reason !== undefined && !starting.includes(reason) && !lastState?.terminated;
  });
  if (!stuck) return undefined;
  const { reason, message } = stuck.state?.waiting ?? {};
  return `Container ${stuck.name} of pod ${pod.metadata.name} does not start: ${reason}${message ? `, ${message}` : ''}`;
}

/** The world that the checks write to has ended, and is started again and again. */
function deadWorld(pod: Pod): string | undefined {
  const world = pod.status?.initContainerStatuses?.find(({ name }) => name === checkContainers.world);
  const last = world?.state?.terminated ?? world?.lastState?.terminated;
  if (!last) return undefined;
  const said = last.message?.trim() ?? last.reason;
  return `The world of the checks ended with exit code ${last.exitCode}${said ? `: ${said}` : ''}`;
}

function withoutPod(job: Job, now: Date): CheckRun {
  const failed = job.status?.conditions?.find(({ type, status }) => type === 'Failed' && status === 'True');
  if (failed) return { state: 'Waiting', trouble: `Job ${job.metadata.name} failed: ${failed.message}` };
  if (now.getTime() - createdAt(job) < podlessSeconds * 1000) return { state: 'Waiting' };
  const trouble = `Job ${job.metadata.name} has no pod: a quota may be in its way, and its events say which`;
  return { state: 'Waiting', trouble };
}
