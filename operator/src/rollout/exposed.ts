import { rollBack, trialOf } from './begin.ts';
import { lasted, passed, resumed, resumedCanary, standStill } from './clock.ts';
import { close, fromClosed, reasonToClose } from './closed.ts';
import type { Policy } from './policy.ts';
import type { Arm, Fault, Reading } from './reading.ts';
import { isRescue, rescueChanged, rescued } from './rescue.ts';
import type { In, Rollout } from './rollout.ts';
import { type CanaryStep, stepAt, stepsOf } from './shares.ts';
import { mayTurnBack } from './turnBack.ts';

/** Some users reach the candidate. Each step needs its time, its pods, its observations and a clean verdict. */
export function fromCanary(at: In<'Canary'>, reading: Reading, policy: Policy): Rollout {
  const { verdict, now } = reading;
  if (verdict.name === 'RollBack' && mayTurnBack(at, reading, policy)) return rollBack(at, verdict, now);
  if (isRescue(reading, policy)) return rescued(at, now);
  if (at.closed) return fromClosed(at, at.closed, reading);
  const closing = reasonToClose(reading);
  if (closing) return close(resumedCanary(at, now), closing, now);
  if (verdict.name === 'Environment') return standStill(at, 'EnvironmentBad', now);
  if (reading.paused) return standStill(at, 'Paused', now);
  return inStep(resumedCanary(at, now), reading, policy);
}

function inStep(at: In<'Canary'>, reading: Reading, policy: Policy): Rollout {
  const steps = stepsOf(policy);
  const step = stepAt(steps, at.step);
  const isLast = at.step + 1 >= steps.length;
  const waitsForPerson = at.approval === 'Required';
  if (!isDone(at, step, reading, policy) || (isLast && !isProven(reading)))
    return !waitsForPerson && isUndecided(at, step, reading, policy) ? undecided(at, reading, policy) : at;
  if (!step?.isManual || at.approval === 'Given') return afterStep(at, isLast, reading.now);
  return waitsForPerson ? at : { ...at, approval: 'Required' };
}

function afterStep(at: In<'Canary'>, isLast: boolean, now: Date): In<'Canary' | 'Promoting'> {
  const trial = { ...trialOf(at, now), stable: at.stable };
  if (isLast) return { ...trial, phase: 'Promoting' };
  const { step, canaryStartedAt, recoveries } = at;
  return { ...trial, phase: 'Canary', step: step + 1, canaryStartedAt, ...(recoveries && { recoveries }) };
}

/** Whether enough was seen to give the candidate all users; there is nothing to lose where the stable serves nobody. */
const isProven = ({ verdict, stable }: Reading): boolean =>
  stable.ready === 0 || (verdict.name === 'Continue' && verdict.isProven);

function isDone(
  at: In<'Canary'>,
  step: CanaryStep | undefined,
  reading: Reading,
  { rollout }: Policy,
): boolean {
  const { candidate, stable, verdict, now } = reading;
  // The canary was taken out of the spec meanwhile.
  if (!step) return isClean(reading);
  const seen = verdict.name === 'Continue' ? verdict.observations : 0;
  const enough = seen >= rollout.canary.minRequests * (at.step + 1) || stable.ready === 0;
  const isThere = candidate.ready >= step.pods && isSteady(candidate);
  return isClean(reading) && enough && isThere && lasted(at, step.minSeconds, now);
}

/** Longer than this nobody waits for a second crash, in seconds. */
const mostSteadySeconds = 600;

/** Whether the pods have run for twice as long as one of them lived before it died: what crashes again has done so by then. */
export const isSteady = ({ steadySeconds, diedAfterSeconds }: Arm): boolean =>
  diedAfterSeconds === undefined || steadySeconds >= Math.min(mostSteadySeconds, 2 * diedAfterSeconds);

/** No news is not good news, but a stable revision without a ready pod has no users to lose and nothing to compare. */
export const isClean = ({ verdict, stable }: Reading): boolean =>
  verdict.name === 'Continue' || (verdict.name === 'Hold' && stable.ready === 0);

/** The candidate grows to full size beside the stable, which stays whole: turning back costs nothing yet. */
export function fromPromoting(at: In<'Promoting'>, reading: Reading, policy: Policy): Rollout {
  const { verdict, now } = reading;
  if (verdict.name === 'RollBack' && mayTurnBack(at, reading, policy)) return rollBack(at, verdict, now);
  return rescueChanged(at, reading, policy) ?? inPromotion(at, reading, policy);
}

function inPromotion(at: In<'Promoting'>, reading: Reading, policy: Policy): Rollout {
  const { verdict, candidate, now, paused } = reading;
  if (verdict.name === 'Environment' && !at.promotedBy) return standStill(at, 'EnvironmentBad', now);
  if (paused && !at.promotedBy) return standStill(at, 'Paused', now);
  if (candidate.ready < policy.replicas) return growing(at, reading, policy);
  // Whoever orders a promotion does not wait for the judge, who goes on judging.
  if (!isClean(reading) && !at.promotedBy) return resumed(at, now);
  return { ...trialOf(at, now), phase: 'Baking', stable: at.stable };
}

function growing(at: In<'Promoting'>, reading: Reading, policy: Policy): Rollout {
  const { candidate, now } = reading;
  if (candidate.environment) return standStill(at, 'EnvironmentBad', now);
  const going = resumed(at, now);
  const late = lasted(going, policy.rollout.deadlines.promotingSeconds, now);
  return late && mayTurnBack(at, reading, policy) ? rollBack(going, notGrown(reading, policy), now) : going;
}

/** No data is never success: the candidate waits without users, or goes if the spec says so. */
function undecided(at: In<'Canary'>, reading: Reading, { rollout }: Policy): Rollout {
  if (rollout.whenUndecided === 'Rollback') return rollBack(at, notEnoughEvidence(reading), reading.now);
  return reading.stable.ready > 0 ? close(at, 'Undecided', reading.now) : at;
}

const isUndecided = (
  at: In<'Canary'>,
  step: CanaryStep | undefined,
  { now }: Reading,
  { rollout }: Policy,
): boolean =>
  passed(at.canaryStartedAt, rollout.deadlines.canarySeconds, now) &&
  // A step that began late, because it had to wait, gets its chance all the same.
  lasted(at, step?.minSeconds ?? 0, now);

const notEnoughEvidence = ({ verdict }: Reading): Fault => ({
  reason: 'Undecided',
  message: `The canary's deadline has passed without enough evidence: ${verdict.message}`,
  evidence: [],
});

const notGrown = ({ candidate }: Reading, { replicas }: Policy): Fault => ({
  reason: 'NotReadyInTime',
  message: `Only ${candidate.ready} of ${replicas} pods were ready before the deadline of the promotion.`,
  evidence: [{ name: 'readyPods', candidate: String(candidate.ready), limit: String(replicas) }],
});
