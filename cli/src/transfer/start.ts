import type { Pod } from '../../../operator/src/kube/types.ts';

/** Whether a pod runs yet, and what it waits for. */
export type Start =
  | { readonly is: 'Running'; readonly pod: string }
  | { readonly is: 'Waiting' | 'Failed'; readonly why: string };

/** What the kubelet has tried more than once. */
const hopeless = ['ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'CreateContainerConfigError'];

/** Where the pod of a Job stands on its way to running; undefined is one that was not made yet. */
export function startOf(pod: Pod | undefined): Start {
  if (!pod) return { is: 'Waiting', why: 'the cluster has not made it; kubectl describe job says more' };
  const { metadata, status } = pod;
  const [container] = status?.containerStatuses ?? [];
  if (status?.phase === 'Running' && container?.state?.running) return { is: 'Running', pod: metadata.name };
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded')
    return { is: 'Failed', why: status.message ?? status.reason ?? 'it has ended' };
  const waiting = container?.state?.waiting;
  const why = [waiting?.reason, waiting?.message].filter(Boolean).join(': ');
  if (hopeless.includes(waiting?.reason ?? '')) return { is: 'Failed', why };
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return { is: 'Waiting', why: scheduled.message ?? 'no node has room' };
  return {
    is: 'Waiting',
    why: `${why || 'it is being made'}; kubectl describe pod ${metadata.name} says more`,
  };
}
