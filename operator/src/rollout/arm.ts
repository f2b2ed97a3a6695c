import type { Pod } from '../kube/types.ts';
import { diedAfterSeconds, faultOf } from './fault.ts';
import { imageChanged } from './imageChanged.ts';
import type { Arm } from './reading.ts';
import { runtimeContainer } from './runtimeContainer.ts';

const unpullable = ['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName'];

/** When the pods are looked at, and what is known of their revision. */
export interface Look {
  readonly now: Date;
  /** Faults older than this are not this release's and do not count. */
  readonly since: Date;
  /** Digest that the revision's first ready pod ran; absent until one was ready. */
  readonly imageID?: string | undefined;
}

/** What the pods of one revision show. A pod that is ending counts for nothing: it was asked to go. */
export function armOf(pods: readonly Pod[], { now, since, imageID }: Look): Arm {
  const staying = pods.filter((pod) => !pod.metadata.deletionTimestamp);
  const living = staying.filter((pod) => !hasEnded(pod));
  const ready = living.filter(isReady);
  const fault = faultOf(staying, since) ?? imageChanged(living, imageID);
  const diedAfter = diedAfterSeconds(staying, since);
  const telling = staying.filter((pod) => !hasEnded(pod) || isRecent(pod, now));
  const environment = telling.map(environmentOf).find((text) => text !== undefined);
  return {
    pods: living.length,
    ready: ready.length,
    sick: living.filter((pod) => !isReady(pod) && isStarted(pod)).length,
    steadySeconds: ready.length === 0 ? 0 : Math.min(...ready.map((pod) => steadySeconds(pod, now))),
    ...(diedAfter !== undefined && { diedAfterSeconds: diedAfter }),
    ...(fault && { fault }),
    ...(environment && { environment }),
    pullFailures: living.filter(cannotPull).map((pod) => pod.metadata.name),
  };
}

/** An evicted pod stays behind as a record; the Deployment has made another in its place. */
const hasEnded = ({ status }: Pod): boolean => status?.phase === 'Failed' || status?.phase === 'Succeeded';

/** Milliseconds for which a pod that has ended tells of its cluster: after that the pod in its place speaks for itself. */
const recentMilliseconds = 300_000;

function isRecent({ status }: Pod, now: Date): boolean {
  const times = (status?.conditions ?? []).map(({ lastTransitionTime }) =>
    lastTransitionTime ? Date.parse(String(lastTransitionTime)) : 0,
  );
  const last = Math.max(0, ...times);
  return last === 0 || now.getTime() - last < recentMilliseconds;
}

export const isReady = (pod: Pod): boolean =>
  pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;

/** Its startup probe has passed once, and its container still runs. */
function isStarted(pod: Pod): boolean {
  const status = runtimeContainer(pod);
  return status?.started === true && status.state?.running !== undefined;
}

function steadySeconds(pod: Pod, now: Date): number {
  const startedAt = runtimeContainer(pod)?.state?.running?.startedAt;
  return startedAt ? Math.max(0, (now.getTime() - Date.parse(String(startedAt))) / 1000) : 0;
}

/** Whether the image of this pod cannot be pulled right now. */
export const cannotPull = (pod: Pod): boolean =>
  unpullable.includes(runtimeContainer(pod)?.state?.waiting?.reason ?? '');

/** What the cluster lacks for this pod, as a sentence; absent while it lacks nothing. */
export function environmentOf(pod: Pod): string | undefined {
  const name = pod.metadata.name;
  const unscheduled = pod.status?.conditions?.find((c) => c.type === 'PodScheduled' && c.status === 'False');
  if (unscheduled) return `Pod ${name} cannot be scheduled: ${unscheduled.message ?? 'no reason is given'}`;
  if (pod.status?.reason === 'Evicted')
    return `Pod ${name} was evicted: ${pod.status.message ?? 'no reason is given'}`;
  return pod.status?.reason === 'NodeLost' ? `The node of pod ${name} is lost.` : undefined;
}
