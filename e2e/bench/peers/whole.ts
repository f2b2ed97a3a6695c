import type { Pod } from '../../../operator/src/kube/types.ts';
import type { Change } from '../system.ts';

const replicas = 5;

/** Whether these pods are those of a world at rest: all of them ready, none too many, and none on its way out. */
export const isWhole = (pods: readonly Pick<Pod, 'metadata' | 'status'>[]): boolean =>
  pods.length === replicas &&
  pods.every(
    ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined &&
      (status?.conditions ?? []).some((one) => one.type === 'Ready' && one.status === 'True'),
  );

/** Whether a release changes what is not part of its pods' template: undoing the release leaves that as it is. */
export const changesInPlace = ({ whitelist, blacklist, databaseURL, databaseQuery }: Change): boolean =>
  [whitelist, blacklist, databaseURL, databaseQuery].some((changed) => changed !== undefined);
