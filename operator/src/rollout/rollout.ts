import type { HoldReason } from '../api/conditions.ts';
import type { Evidence } from '../api/status/history.ts';
import type { Phase } from '../api/status/phases.ts';
import type { Breach } from './breach.ts';

/**
 * Where a release stands. What each phase means for users, and what leaves it:
 *
 *     Pending ─► Preparing ─► Checking ─► Canary ─► Promoting ─► Baking ─► Stable
 *                    └───────────┴──────────┴───────────┴──────────┴─► RollingBack ─► RolledBack
 *     Stable ─► Comparing ─► Stable, Recalling
 *     Stable, RolledBack ─► Recalling ─────────────────────────────────────┘
 *
 *   Preparing    the candidate's pods start, no user reaches them      ready ─► Checking
 *   Checking     the candidate is asked questions, no user reaches it  passed ─► Canary (first release: Stable)
 *   Canary       some users reach the candidate, step by step          last step passed ─► Promoting
 *                (closed: none do, and its clock stands still)
 *   Promoting    the candidate grows to full size beside the stable    full size ─► Baking
 *   Baking       all users on the candidate, the stable stays warm     time over ─► Stable
 *                (compared: both have some, since the candidate's fail)
 *   Comparing    one pod of an earlier revision is probed beside the   passes what the stable fails ─► Recalling
 *                stable one, which has broken its SLA                  does not ─► Stable
 *   Recalling    an earlier revision, the candidate here, starts       whole ─► RollingBack, with the roles exchanged
 *                beside the stable one, which keeps all users          cannot ─► Stable
 *   RollingBack  all users back on the stable, the candidate drains    drained ─► RolledBack
 */
export type Revision = string;

/** Why a revision is held: shown to people in status, kept on the revision's record. */
export interface Hold {
  readonly revision: Revision;
  readonly reason: HoldReason;
  /** The phase in which the revision failed. */
  readonly phase: Phase;
  /** RFC 3339. */
  readonly since: string;
  /** One sentence. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** What a revision is left for, without the numbers: the message has them. */
export type Cause = Pick<Hold, 'reason' | 'message'>;

/** Why a canary has no users for now, though it has not failed. RFC 3339. */
export interface Closed {
  readonly reason: 'EnvironmentBad' | 'CandidateSilent' | 'Undecided';
  readonly since: string;
}

/** Why the clock of a phase stands still, and since when, RFC 3339. */
export interface Wait {
  /** Paused: by a person or for another environment. Blocked: something that the spec needs is missing. */
  readonly reason: 'Paused' | 'Blocked' | 'EnvironmentBad' | 'OthersLeave';
  readonly since: string;
}

/** A release in flight. Times are RFC 3339. A first release has no stable revision. */
export interface Trial {
  readonly stable: Revision | undefined;
  readonly candidate: Revision;
  readonly startedAt: string;
  /** When the phase began, or went on after a wait. */
  readonly phaseStartedAt: string;
  /** Absent while the clock runs. */
  readonly waiting?: Wait;
  /** Names of candidate pods whose image could not be pulled: the third one is evidence. */
  readonly pullFailures: readonly string[];
}

export type Rollout =
  | { readonly phase: 'Pending' }
  /** `breach`: of rollout.sla, told and not undone. */
  | { readonly phase: 'Stable'; readonly stable: Revision; readonly breach?: Breach }
  | {
      readonly phase: 'Comparing';
      readonly stable: Revision;
      /** The revision whose pod is asked the same as the stable one's. */
      readonly earlier: Revision;
      readonly startedAt: string;
      readonly breach: Breach;
    }
  | (Trial & { readonly phase: 'Preparing' })
  | (Trial & { readonly phase: 'Checking' })
  | (Trial & {
      readonly phase: 'Canary';
      readonly stable: Revision;
      readonly step: number;
      /** When the canary began, moved on by the time for which its clock stood still; `phaseStartedAt` is the step's. */
      readonly canaryStartedAt: string;
      /** Of this step: absent while nothing waits for a person. */
      readonly approval?: 'Required' | 'Given';
      readonly closed?: Closed;
      /** How often the stable has recovered soon after the candidate had lost its users: absent while never. */
      readonly recoveries?: number;
    })
  /** `promotedBy` waits for pods alone; a rescue also has all users at once. */
  | (Trial & {
      readonly phase: 'Promoting';
      readonly stable: Revision;
      readonly promotedBy?: 'Person' | 'Rescue';
    })
  | (Trial & {
      readonly phase: 'Baking';
      readonly stable: Revision;
      /** Since when, RFC 3339, the stable has users again beside the candidate, to tell whose their trouble is. */
      readonly comparedSince?: string;
    })
  /** `cause` is what the stable revision is left for, and will be held for. */
  | (Trial & {
      readonly phase: 'Recalling';
      readonly stable: Revision;
      readonly cause: Cause;
      /** Of rollout.sla by the stable revision, told before. */
      readonly breach?: Breach;
    })
  | (Trial & { readonly phase: 'RollingBack'; readonly hold: Hold })
  /** `isFailed`: nobody serves, for the revision that was gone back to has no ready pod. */
  | {
      readonly phase: 'RolledBack';
      readonly stable: Revision | undefined;
      readonly hold: Hold;
      readonly isFailed?: true;
      /** Of rollout.sla by the revision that was gone back to: there is no rollback of a rollback, so it is only told. */
      readonly breach?: Breach;
    };

export type In<P extends Rollout['phase']> = Extract<Rollout, { phase: P }>;

/** The phases in which a candidate is on trial. */
export type OnTrial = In<'Preparing' | 'Checking' | 'Canary' | 'Promoting' | 'Baking'>;

/** Whether nobody but the candidate gets users, so that it can be compared with the past alone. */
export const hasAllUsers = (rollout: Rollout): rollout is In<'Baking'> =>
  rollout.phase === 'Baking' && rollout.comparedSince === undefined;

/** Whether a candidate has taken all users before it was proven, because the stable revision failed them. */
export const isRescued = (rollout: Rollout): rollout is In<'Promoting'> =>
  rollout.phase === 'Promoting' && rollout.promotedBy === 'Rescue';

/** True while a candidate is on trial, so that its pods are watched each second. */
export const onTrial = (rollout: Rollout): rollout is OnTrial =>
  'candidate' in rollout && rollout.phase !== 'RollingBack' && rollout.phase !== 'Recalling';

/** The phase as people are told it: one in doubt is still stable, and whoever recalls a revision is rolling back. */
export function shownPhase({ phase }: Rollout): Phase {
  if (phase === 'Comparing') return 'Stable';
  return phase === 'Recalling' ? 'RollingBack' : phase;
}

/** The revision that has pods beside the stable one, if any: the candidate, or the earlier one in a comparison. */
export function besideStable(rollout: Rollout): Revision | undefined {
  if ('candidate' in rollout) return rollout.candidate;
  return 'earlier' in rollout ? rollout.earlier : undefined;
}
