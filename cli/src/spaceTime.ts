import type { SpaceTimeStatus } from '../../operator/src/api/status.ts';
import type { KubeObject, Stored } from '../../operator/src/kube/types.ts';

/** What people ask for, as far as it is shown. The API server has filled in the defaults. */
interface Asked {
  readonly image: string;
  readonly replicas?: number;
  readonly paused?: boolean;
  readonly imagePullPolicy?: string;
  readonly database?: { readonly secretRef?: { readonly name: string; readonly key: string } };
  readonly secrets?: { readonly mounts?: readonly Mount[] };
}

interface Mount {
  readonly name: string;
  readonly secretRef: { readonly name: string };
}

/**
 * A SpaceTime as it is read. An operator newer than this program may write phases and reasons that are unknown here, so
 * status is taken as it comes and not refused.
 */
export type SpaceTime = Stored<KubeObject> & {
  readonly spec: Asked;
  readonly status?: Partial<SpaceTimeStatus>;
};

/** The status with its lists always there. */
export const statusOf = ({ status }: SpaceTime): SpaceTimeStatus => ({
  conditions: [],
  revisions: [],
  heldRevisions: [],
  secrets: [],
  commands: [],
  notifications: [],
  ...status,
});

/** `worlds/plaza`. */
export const titleOf = ({ metadata: { namespace, name } }: SpaceTime): string => `${namespace}/${name}`;
