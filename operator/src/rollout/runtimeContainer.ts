import type { ContainerStatus, Pod } from '../kube/types.ts';

/** The pod's runtime container; absent until the kubelet has told of it. */
export const runtimeContainer = (pod: Pod): ContainerStatus | undefined => pod.status?.containerStatuses?.[0];
