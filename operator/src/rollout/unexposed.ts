import { lasted, rollBack, trialOf } from './begin.ts';
import type { Policy } from './policy.ts';
import type { Fault, Reading } from './reading.ts';
import type { In, Rollout } from './rollout.ts';
import { canarySteps, podCounts } from './shares.ts';

/** A failed pull may be the network's fault once or twice. */
const pullsThatCount = 3;
/** Seconds that a candidate runs without a crash before any user reaches it. */
export const steadySeconds = 10;

/** Pods start; no user reaches them. Ready in time → Checking. */
export function fromPreparing(at: In<'Preparing'>, reading: Reading, policy: Policy): Rollout {
  const pullFailures = [...new Set([...at.pullFailures, ...reading.candidate.pullFailures])];
  if (pullFailures.length >= pullsThatCount)
    return rollBack(at, unpullable(pullFailures.length), reading.now);
  if (policy.replicas === 0 || reading.paused || reading.blocked) return at;
  if (reading.candidate.ready >= asked(at, policy)) {
    return { ...trialOf(at, reading.now), phase: 'Checking' };
  }
  // What the cluster cannot place is no evidence against the revision: its clock stands still.
  const late =
    lasted(at, policy.rollout.deadlines.preparingSeconds, reading.now) && !reading.candidate.environment;
  if (late) return rollBack(at, notReady(reading, asked(at, policy)), reading.now);
  return pullFailures.length === at.pullFailures.length ? at : { ...at, pullFailures };
}

/** The candidate is asked questions; no user reaches it. Passed and steady → Canary, or all users where none can be. */
export function fromChecking(at: In<'Checking'>, reading: Reading, policy: Policy): Rollout {
  const { checked, candidate, now } = reading;
  const mode = policy.rollout.checks.smoke.mode;
  if (checked.result === 'Failed' && mode === 'Required') {
    return rollBack(at, { reason: 'SmokeFailed', message: checked.message, evidence: checked.evidence }, now);
  }
  if (reading.verdict.name === 'RollBack') return rollBack(at, reading.verdict, now);
  const answered = mode === 'Disabled' || checked.result !== 'Pending';
  const steady = candidate.ready >= asked(at, policy) && candidate.steadySeconds >= steadySeconds;
  if (answered && steady && !reading.paused) return exposed(at, policy, now);
  if (lasted(at, policy.rollout.deadlines.checkingSeconds, now) && !candidate.environment) {
    return rollBack(at, notReady(reading, asked(at, policy)), now);
  }
  return at;
}

/** A first release has nothing to compare with: it serves as soon as it has passed. */
function exposed(at: In<'Checking'>, policy: Policy, now: Date): Rollout {
  if (!at.stable) return { phase: 'Stable', stable: at.candidate };
  const trial = trialOf(at, now);
  return canarySteps(policy.replicas, policy.rollout.canary).length > 0
    ? { ...trial, phase: 'Canary', step: 0 }
    : { ...trial, phase: 'Promoting' };
}

function asked(at: In<'Preparing' | 'Checking'>, { replicas, rollout }: Policy): number {
  const { candidate } = podCounts(at, replicas, canarySteps(replicas, rollout.canary));
  return candidate === 'AsIs' ? 0 : candidate;
}

const unpullable = (times: number): Fault => ({
  reason: 'ImagePullFailed',
  message: `The image cannot be pulled: ${times} tries failed.`,
  evidence: [{ name: 'pulls', candidate: `${times} failed`, limit: String(pullsThatCount) }],
});

const notReady = ({ candidate }: Reading, pods: number): Fault => ({
  reason: 'NotReadyInTime',
  message: `Only ${candidate.ready} of ${pods} pods were ready and steady before the deadline.`,
  evidence: [{ name: 'readyPods', candidate: String(candidate.ready), limit: String(pods) }],
});
