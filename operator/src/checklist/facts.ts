import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Check, Release } from '../api/status/release.ts';
import type { CommandRecord, Condition } from '../api/status/world.ts';
import type { KubeObject, Pod } from '../kube/types.ts';
import type { SlaSeen } from '../rollout/breach.ts';
import type { Revision } from '../rollout/rollout.ts';
import type { Live } from '../rollout/watched.ts';

/** All that a line of the checklist may be judged by: what was seen of one revision of one world, at one moment. */
export interface Facts {
  readonly now: Date;
  /** Name of the world. */
  readonly name: string;
  readonly spec: SpaceTimeSpec;
  readonly revision: Revision;
  /** Conditions as they were last written. */
  readonly conditions: readonly Condition[];
  /** Objects of the world as they are in the cluster. */
  readonly children: readonly KubeObject[];
  /** Pods of the revision that are not ending. */
  readonly pods: readonly Pod[];
  /** Results of the checks that were asked of this revision. */
  readonly rows: readonly Check[];
  /** Why checks that should have run could not, as a sentence; absent where they could. */
  readonly trouble?: string;
  /** What the operator has read from the live pods within the last minute. */
  readonly live?: Live;
  /** How the revision keeps rollout.sla. */
  readonly sla: SlaSeen;
  readonly commands: readonly CommandRecord[];
  /** The last release, if it was one of this revision. */
  readonly release?: Release;
  /** Whether the release of this revision has ended with all users on it. */
  readonly isSettled: boolean;
}
