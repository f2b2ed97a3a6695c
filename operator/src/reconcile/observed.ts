import type { SpaceTimeStatus } from '../api/status.ts';
import type { KubeObject, Pod, Stored } from '../kube/types.ts';
import type { CertificateFound } from '../plan/certificateFound.ts';
import type { CheckImages } from '../plan/checkJob.ts';
import type { DatabaseFound } from '../plan/databaseFound.ts';
import type { GatewayFound } from '../plan/gatewayFound.ts';
import type { Installation } from '../plan/installation.ts';
import type { MonitoringFound } from '../plan/monitoring/found.ts';
import type { Owner } from '../plan/owner.ts';
import type { PinnedSecret } from '../plan/pinned.ts';
import type { Recorded } from '../plan/recorded.ts';
import type { TokensFound } from '../plan/tokenPlan.ts';
import type { Tokens } from '../plan/tokens.ts';
import type { Staging } from '../rollout/promotion.ts';
import type { Revision } from '../rollout/rollout.ts';
import type { Watched } from '../rollout/watched.ts';
import type { Rotating } from './tokensFound.ts';

/** What the spec asks for, named. */
export interface Asked {
  readonly revision: Revision;
  /** What it is made of; absent while something that the spec refers to cannot be read. */
  readonly content?: {
    /** Canonical text of all that reaches a pod. */
    readonly input: string;
    readonly pinned: readonly PinnedSecret[];
    /** Hash of what is the same in every environment. */
    readonly artifact: string;
  };
  /** Key of the world under which pinned content is named, when it is new. */
  readonly newKey?: string;
}

/** A snapshot of all that the decision may depend on, time and fresh random values included. */
export interface Observed {
  readonly now: Date;
  readonly object: Stored;
  readonly owner: Owner;
  readonly status: SpaceTimeStatus;
  readonly asked: Asked;
  /** A reference of the spec that is not there, as a sentence. */
  readonly missing?: string;
  readonly records: readonly Recorded[];
  /** Holds that the records of revisions keep, by revision, as JSON of a `HeldRevision`. */
  readonly recordedHolds: ReadonlyMap<Revision, string>;
  /** Artifacts of recorded revisions, as far as they are known. */
  readonly artifacts: ReadonlyMap<Revision, string>;
  /** Environments that a release must have passed in and that allow this one to ask. */
  readonly stagings: readonly Staging[];
  /** Everything that this SpaceTime owns. */
  readonly children: readonly KubeObject[];
  /** Runtime pods of this SpaceTime, of all revisions. */
  readonly pods: readonly Pod[];
  /** Open WebSockets of pods by uid; absent unless fewer pods are about to stay. */
  readonly connections?: ReadonlyMap<string, number>;
  /** Pods of checks, of all trials that left any. */
  readonly checkPods: readonly Pod[];
  /** Absent where the operator was given none. */
  readonly checkImages?: CheckImages;
  /** Token for a world that is only checked. */
  readonly freshCheckToken: string;
  /** The revision that the world's Service selects, if it selects one. */
  readonly serving: Revision | undefined;
  readonly tokens: TokensFound | undefined;
  readonly fresh: Tokens;
  readonly rotating: Rotating;
  readonly certificate: CertificateFound;
  readonly database: DatabaseFound;
  readonly gateway: GatewayFound;
  readonly installation: Installation;
  readonly monitoring: MonitoringFound;
  /** Pod of the managed database. */
  readonly databasePod?: Pod;
  readonly watched: Watched;
  /** Notices that are delivered or given up, as `overKey` names them. */
  readonly over: ReadonlySet<string>;
  readonly operatorVersion: string;
}
