import { rollBack, trialOf } from './begin.ts';
import type { Gate } from './checkGate.ts';
import { lasted, resumed, standStill } from './clock.ts';
import type { Policy } from './policy.ts';
import { pullsThatCount, pullsTried } from './pulls.ts';
import type { Fault, Reading } from './reading.ts';
import type { In, Rollout } from './rollout.ts';
import { podCounts, stepsOf } from './shares.ts';

/** Seconds that a candidate runs without a crash before any user reaches it. */
const steadySeconds = 10;

/** Pods start; no user reaches them. Ready in time → Checking. */
export function fromPreparing(at: In<'Preparing'>, reading: Reading, policy: Policy): Rollout {
  const { candidate, now } = reading;
  const tried = { ...at, pullFailures: pullsTried(at, candidate) };
  if (tried.pullFailures.length >= pullsThatCount) return rollBack(tried, unpullable, now);
  if (reading.paused) return standStill(tried, 'Paused', now);
  if (reading.blocked) return standStill(tried, 'Blocked', now);
  if (candidate.ready >= asked(at, policy)) return { ...trialOf(tried, now), phase: 'Checking' };
  // What the cluster cannot place is no evidence against the revision.
  if (candidate.environment) return standStill(tried, 'EnvironmentBad', now);
  const going = resumed(tried, now);
  return lasted(going, policy.rollout.deadlines.preparingSeconds, now)
    ? rollBack(going, notReady(reading, asked(at, policy)), now)
    : going;
}

/** The candidate is asked questions; no user reaches it. Passed and steady → Canary, or all users where none can be. */
export function fromChecking(at: In<'Checking'>, reading: Reading, policy: Policy): Rollout {
  const { candidate, now } = reading;
  const fault = refusal(reading, policy);
  if (fault) return rollBack(at, fault, now);
  if (reading.paused) return standStill(at, 'Paused', now);
  const going = resumed(at, now);
  const pods = asked(at, policy);
  const steady = candidate.ready >= pods && candidate.steadySeconds >= steadySeconds;
  const passed = hasAnswered(going, reading, policy) && hasPassed(going, reading);
  if (passed && steady && reading.strangers === 0) return exposed(at, policy, now);
  if (candidate.environment) return standStill(at, 'EnvironmentBad', now);
  if (reading.strangers > 0) return standStill(at, 'OthersLeave', now);
  const late = lateness(going, reading, policy);
  return late ? rollBack(going, late, now) : going;
}

/**
 * Whether the Jobs of the checks may start: all pods of the candidate are ready, and the operator's own questions have been
 * passed; where those are only advised it is enough that they have an answer, and where there are none, the pods.
 */
export function mayBeChecked(rollout: Rollout, reading: Reading, policy: Policy): boolean {
  if (rollout.phase !== 'Checking' || reading.candidate.ready < asked(rollout, policy)) return false;
  const isPassed = reading.checked.result === 'Passed';
  const isRequired = policy.rollout.checks.smoke.mode === 'Required';
  return isPassed || (!isRequired && hasAnswered(rollout, reading, policy));
}

/** What is held against a candidate whose time is over. */
function lateness(at: In<'Checking'>, reading: Reading, policy: Policy): Fault | undefined {
  if (!hasAnswered(at, reading, policy) && smokeIsLate(at, reading, policy)) return notChecked;
  if (!lasted(at, policy.rollout.deadlines.checkingSeconds, reading.now)) return undefined;
  return hasPassed(at, reading) ? notReady(reading, asked(at, policy)) : unfinished(reading.gate);
}

function refusal({ checked, gate, verdict }: Reading, { rollout }: Policy): Fault | undefined {
  if (checked.result === 'Failed' && rollout.checks.smoke.mode === 'Required')
    return { reason: 'SmokeFailed', message: checked.message, evidence: checked.evidence };
  if (gate.result === 'Failed') return gate;
  return verdict.name === 'RollBack' ? verdict : undefined;
}

/** An advisory check that says nothing in its time is passed over. */
function hasAnswered(at: In<'Checking'>, reading: Reading, policy: Policy): boolean {
  const { mode } = policy.rollout.checks.smoke;
  const passedOver = mode === 'Advisory' && smokeIsLate(at, reading, policy);
  return mode === 'Disabled' || passedOver || reading.checked.result !== 'Pending';
}

/** Whether the checks let the candidate on: what is only advised is waited for as long as it may take. */
export const hasPassed = (at: In<'Checking'>, { gate, now }: Pick<Reading, 'gate' | 'now'>): boolean =>
  gate.result === 'Passed' ||
  (gate.result === 'Pending' && !gate.isRequired && lasted(at, gate.seconds, now));

/** The schema keeps the time of the check within that of the phase. */
const smokeIsLate = (at: In<'Checking'>, { now }: Reading, { rollout }: Policy): boolean =>
  lasted(at, rollout.checks.smoke.timeoutSeconds, now);

/** A first release has nothing to compare with: it serves as soon as it has passed. */
function exposed(at: In<'Checking'>, policy: Policy, now: Date): Rollout {
  const { stable } = at;
  if (!stable) return { phase: 'Stable', stable: at.candidate };
  const trial = { ...trialOf(at, now), stable };
  return stepsOf(policy).length > 0
    ? { ...trial, phase: 'Canary', step: 0, canaryStartedAt: trial.phaseStartedAt }
    : { ...trial, phase: 'Promoting' };
}

function asked(at: In<'Preparing' | 'Checking'>, policy: Policy): number {
  const { candidate } = podCounts(at, policy.replicas, stepsOf(policy));
  return candidate === 'AsIs' ? 0 : candidate;
}

const unpullable: Fault = {
  reason: 'ImagePullFailed',
  message: `The image cannot be pulled: ${pullsThatCount} tries failed.`,
  evidence: [{ name: 'pulls', candidate: `${pullsThatCount} failed`, limit: String(pullsThatCount) }],
};

const notChecked: Fault = {
  reason: 'SmokeFailed',
  message: 'The smoke check had no result before the deadline.',
  evidence: [],
};

const notReady = ({ candidate }: Reading, pods: number): Fault => ({
  reason: 'NotReadyInTime',
  message: `Only ${candidate.ready} of ${pods} pods were ready and steady before the deadline.`,
  evidence: [{ name: 'readyPods', candidate: String(candidate.ready), limit: String(pods) }],
});

/** Checks that could not be run are no evidence of a fault, and no success either. */
function unfinished(gate: Gate): Fault {
  const trouble = gate.result === 'Pending' ? gate.trouble : undefined;
  return {
    reason: 'NotReadyInTime',
    message: `The checks had no result before the deadline.${trouble ? ` ${trouble}` : ''}`,
    evidence: [{ name: 'checks', candidate: 'no result', ...(trouble && { note: trouble }) }],
  };
}
