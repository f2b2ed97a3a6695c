import { lasted, rollBack, trialOf } from './begin.ts';
import type { Policy } from './policy.ts';
import type { Fault, Reading } from './reading.ts';
import type { In, Rollout } from './rollout.ts';
import { canarySteps } from './shares.ts';

/** Some users reach the candidate. Each step needs its time, its pods, its observations and a clean verdict. */
export function fromCanary(at: In<'Canary'>, reading: Reading, policy: Policy): Rollout {
  const { verdict, now } = reading;
  if (verdict.name === 'RollBack') return rollBack(at, verdict, now);
  const steps = canarySteps(policy.replicas, policy.rollout.canary);
  const step = steps[at.step];
  if (!step) return { ...trialOf(at, now), phase: 'Promoting' };
  if (verdict.name === 'Continue' && !reading.paused && stepIsDone(at, step, reading, policy)) {
    const trial = trialOf(at, now);
    return at.step + 1 < steps.length
      ? { ...trial, phase: 'Canary', step: at.step + 1 }
      : { ...trial, phase: 'Promoting' };
  }
  return undecided(at, reading, policy) ? rollBack(at, notEnoughEvidence(reading), now) : at;
}

function stepIsDone(
  at: In<'Canary'>,
  step: { readonly pods: number; readonly minSeconds: number },
  { candidate, verdict, now }: Reading,
  { rollout }: Policy,
): boolean {
  const observations = verdict.name === 'Continue' ? verdict.observations : 0;
  return (
    candidate.ready >= step.pods &&
    lasted(at, step.minSeconds, now) &&
    observations >= rollout.canary.minRequests * (at.step + 1)
  );
}

/** The candidate grows to full size beside the stable, which stays whole: turning back costs nothing yet. */
export function fromPromoting(at: In<'Promoting'>, reading: Reading, policy: Policy): Rollout {
  const { verdict, candidate, stable, now } = reading;
  if (verdict.name === 'RollBack' && stable.ready >= policy.replicas) return rollBack(at, verdict, now);
  if (candidate.ready < policy.replicas) {
    const late = lasted(at, policy.rollout.deadlines.promotingSeconds, now) && !candidate.environment;
    return late && stable.ready >= policy.replicas ? rollBack(at, notGrown(reading, policy), now) : at;
  }
  const trial = trialOf(at, now);
  return at.stable
    ? { ...trial, phase: 'Baking', stable: at.stable }
    : { phase: 'Stable', stable: at.candidate };
}

/** All users are on the candidate and the stable stays warm: still judged, until the time is over. */
export function fromBaking(at: In<'Baking'>, reading: Reading, policy: Policy): Rollout {
  const { verdict, stable, now, paused } = reading;
  if (verdict.name === 'RollBack' && stable.ready >= policy.replicas) return rollBack(at, verdict, now);
  const over = lasted(at, policy.rollout.bakeSeconds, now) && verdict.name === 'Continue' && !paused;
  return over ? { phase: 'Stable', stable: at.candidate } : at;
}

/** No data is never success: at the deadline the candidate waits, or goes if the spec says so. */
const undecided = (at: In<'Canary'>, { verdict, now }: Reading, { rollout }: Policy): boolean =>
  rollout.whenUndecided === 'Rollback' &&
  verdict.name !== 'Environment' &&
  now.getTime() - Date.parse(at.startedAt) >= rollout.deadlines.canarySeconds * 1000;

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
