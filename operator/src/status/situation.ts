import type { Checklist } from '../api/status/checklist.ts';
import type { HeldRevision } from '../api/status/history.ts';
import type { AddressesFound } from '../plan/addressesFound.ts';
import type { CertificatePlan } from '../plan/certificatePlan.ts';
import type { DatabasePlan } from '../plan/databasePlan.ts';
import type { GatewayFound, Routed } from '../plan/gatewayFound.ts';
import type { Installation } from '../plan/installation.ts';
import type { MonitoringFound } from '../plan/monitoring/found.ts';
import type { Owner } from '../plan/owner.ts';
import type { Rotation } from '../plan/rotation.ts';
import type { TokenPlan } from '../plan/tokenPlan.ts';
import type { SlaSeen } from '../rollout/breach.ts';
import type { Waiting } from '../rollout/promotion.ts';
import type { Arm, Verdict } from '../rollout/reading.ts';
import type { Revision, Rollout } from '../rollout/rollout.ts';
import type { DatabaseFinding } from './database.ts';
import type { Problem } from './problem.ts';
import type { ScalingFound } from './scaling.ts';

/** All that the user is told about, after the decision. */
export interface Situation {
  readonly owner: Owner;
  readonly rollout: Rollout;
  readonly asked: Revision;
  readonly held: readonly HeldRevision[];
  /** Whether the world's Service was seen to lead users to a revision. */
  readonly isOpen: boolean;
  readonly stable: Arm;
  readonly candidate: Arm;
  readonly verdict: Verdict;
  /** Of the stable revision, while nothing is on trial. */
  readonly sla: SlaSeen;
  readonly tokens: TokenPlan & { readonly rotation?: Rotation };
  readonly certificate: CertificatePlan;
  readonly database: DatabasePlan;
  readonly databaseReady: DatabaseFinding;
  readonly scaling: ScalingFound;
  readonly gateway: GatewayFound;
  readonly installation: Installation;
  readonly addresses: AddressesFound;
  /** Absent where there is to be no HTTPRoute. */
  readonly routed?: Routed;
  readonly monitoring: MonitoringFound;
  /** How users' revision stands against the production checklist; absent until it ran. */
  readonly checklist?: Checklist;
  /** What another environment has to say before the release goes on. */
  readonly waiting?: Waiting;
  /** What keeps the checks of the candidate from running, as a sentence. */
  readonly checkTrouble?: string;
  /** What the spec refers to and is not there, as a sentence. */
  readonly missing?: string;
  /** What keeps the decisions from being carried out, as far as it is known. */
  readonly problem?: Problem;
}
