import type { HoldReason } from '../api/conditions.ts';
import type { Evidence } from '../api/status/history.ts';
import type { SlaSeen } from './breach.ts';
import type { Gate } from './checkGate.ts';
import type { Revision } from './rollout.ts';

/** What the pods of one revision show. */
export interface Arm {
  /** Pods that exist and are not ending. */
  readonly pods: number;
  readonly ready: number;
  /** Pods that were healthy once and are not ready now, although their container runs. */
  readonly sick: number;
  /** Seconds since the youngest ready pod's container started; 0 while none is ready. */
  readonly steadySeconds: number;
  /** The longest that a container lived before it died, in seconds; absent while none has died since the release began. */
  readonly diedAfterSeconds?: number;
  /** What no statistics can excuse; absent while nothing of the kind is seen. */
  readonly fault?: Fault;
  /** The cluster's fault, never the revision's: pods cannot be scheduled, a node is gone. */
  readonly environment?: string;
  /** Names of pods whose image cannot be pulled right now. */
  readonly pullFailures: readonly string[];
}

/** Hard evidence: a reason with the sentence and the numbers behind it. */
export interface Fault {
  readonly reason: HoldReason;
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** Answer of the operator's own questions to the candidate, before any user reaches it. */
export type Checked =
  | { readonly result: 'Pending' }
  | { readonly result: 'Passed' }
  | { readonly result: 'Failed'; readonly message: string; readonly evidence: readonly Evidence[] };

/** What the judge says of candidate against stable at this moment. */
export type Verdict =
  | {
      readonly name: 'Continue';
      readonly observations: number;
      /** Whether so much was seen that the candidate cannot be much worse: what a promotion needs. */
      readonly isProven: boolean;
      readonly message: string;
    }
  | { readonly name: 'Hold' | 'Environment'; readonly reason: string; readonly message: string }
  | ({ readonly name: 'RollBack' } & Fault);

/** One look at the world, the time included. */
export interface Reading {
  readonly now: Date;
  /** The revision that the spec asks for. */
  readonly wanted: Revision;
  readonly held: readonly Revision[];
  readonly paused: boolean;
  /** Revisions that one can go back to: they had all users once and are not held, the last one first. */
  readonly history: readonly Revision[];
  /** When the stable revision got all users; absent while nobody knows. */
  readonly promotedAt?: Date;
  /** How the stable revision keeps rollout.sla; of interest while nothing is on trial. */
  readonly sla: SlaSeen;
  /** What must be cured before a release may start, as a sentence; absent when nothing is in the way. */
  readonly blocked?: string;
  readonly stable: Arm;
  readonly candidate: Arm;
  /** Whether the stable revision fails most of its users while the candidate serves those that it has. */
  readonly stableFailsUsers: boolean;
  /** Pods of neither revision that are not ending: a selector for both would reach them too. */
  readonly strangers: number;
  readonly checked: Checked;
  /** What the Jobs of the checks say of the candidate. */
  readonly gate: Gate;
  readonly verdict: Verdict;
}
