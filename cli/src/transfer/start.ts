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
  const { running, waiting } = status?.containerStatuses?.[0]?.state ?? {};
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded')
    return { is: 'Failed', why: status.message ?? status.reason ?? 'it has ended' };
  if (running) return { is: 'Running', pod: metadata.name };
  const why = [waiting?.reason, waiting?.message].filter(Boolean).join(': ');
  if (hopeless.includes(waiting?.reason ?? '')) return { is: 'Failed', why };
  return {
    is: 'Waiting',
    why: unscheduled(pod) ?? `${why || 'it is being made'}; kubectl describe pod says more`,
  };
}

function unscheduled({ status }: Pod): string | undefined {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return scheduled?.status === 'False' ? (scheduled.message ?? 'no node has room') : undefined;
}
