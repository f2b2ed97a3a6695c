import type { HoldReason } from '../../api/conditions.ts';
import type { Test } from './evidence/sums.ts';

/** False rollbacks that are allowed for one release, over all that is judged. */
const alpha = 0.001;
/**
 * What can roll a release back by counting: the measures below, latencies with a limit, paired probes, probes and users'
 * errors together, and the absolute bound.
 */
const families = 9;
/** ln of the evidence that rolls a release back. Source: Ville's inequality, with Bonferroni's correction. */
export const logLimit = Math.log(families / alpha);

export interface Family extends Test {
  /** What condemns a candidate that is worse by this measure; absent where it can only be held. */
  readonly reason?: HoldReason;
  /** What a hit is called: `The candidate failed …`. */
  readonly verb: string;
  readonly noun: string;
  /** Hits, and separate looks with hits, before a verdict: failures are bursty and not independent. */
  readonly hitsThatCount: number;
  readonly looksThatCount: number;
}

const failures = {
  tolerated: 1.5,
  mostInOneLook: 1.4,
  hitsThatCount: 5,
  looksThatCount: 2,
} as const;

/** Slowness comes with a cold start too: it has to last, and to be felt. */
const slowness = {
  tolerated: 3,
  mostInOneLook: 1.5,
  hitsThatCount: 10,
  looksThatCount: 5,
} as const;

/** Every measure that is counted on both revisions. */
export const measures = {
  errors: { ...failures, reason: 'ErrorRateWorse', verb: 'failed', noun: 'requests' },
  sceneFailures: { ...failures, reason: 'SceneLoadWorse', verb: 'failed', noun: 'scene loads' },
  webhooks: { ...failures, reason: 'WebhooksFailed', verb: 'failed', noun: 'deliveries to webhooks' },
  latency: { ...slowness, reason: 'LatencyWorse', verb: 'was slow in', noun: 'answers' },
  sceneLoad: { ...slowness, reason: 'SceneLoadWorse', verb: 'was slow in', noun: 'scene loads' },
  // What only clients report can be made up by a client.
  frames: { ...slowness, verb: 'was slow for', noun: 'clients' },
  sockets: { ...failures, verb: 'lost', noun: 'sockets' },
} as const satisfies Record<string, Family>;

export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];

/** Answers on a path of `rollout.sla.latencies` that took longer than its limit. */
export const lateness: Family = {
  ...slowness,
  tolerated: 1.5,
  hitsThatCount: 5,
  verb: 'was late in',
  noun: 'answers',
};
