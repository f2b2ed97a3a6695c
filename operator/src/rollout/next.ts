import { fromComparing, fromStable } from './afterBake.ts';
import { fromBaking } from './baking.ts';
import { begin, ended, rollBack } from './begin.ts';
import { lasted } from './clock.ts';
import { fromCanary, fromPromoting } from './exposed.ts';
import type { Policy } from './policy.ts';
import type { Arm, Reading } from './reading.ts';
import { fromRecalling } from './recall.ts';
import type { In, OnTrial, Rollout } from './rollout.ts';
import { mayTurnBack } from './turnBack.ts';
import { fromChecking, fromPreparing } from './unexposed.ts';

/** Seconds that a rejected candidate gets to drain before its pods are taken away. */
const drainSeconds = 5;

/** The whole release policy. Pure: the caller records the answer, then acts on it. */
export function next(rollout: Rollout, reading: Reading, policy: Policy): Rollout {
  switch (rollout.phase) {
    case 'Pending':
      return begin(undefined, reading, policy);
    case 'Stable':
      return fromStable(rollout, reading, policy);
    case 'Preparing':
    case 'Checking':
    case 'Canary':
    case 'Promoting':
    case 'Baking':
      return fromTrial(rollout, reading, policy);
    case 'Comparing':
      return fromComparing(rollout, reading, policy);
    case 'Recalling':
      return fromRecalling(rollout, reading, policy);
    case 'RollingBack':
      return fromRollingBack(rollout, reading, policy);
    case 'RolledBack':
      return fromRolledBack(rollout, reading, policy);
  }
}

/** What holds in every phase of a trial: the spec may change its mind, and hard evidence ends it. */
function fromTrial(at: OnTrial, reading: Reading, policy: Policy): Rollout {
  if (!mayTurnBack(at, reading, policy)) return withoutReturn(at, reading, policy);
  if (reading.wanted === at.stable) return { phase: 'Stable', stable: at.stable };
  if (reading.wanted !== at.candidate) return begin(at.stable, reading, policy, at);
  const { fault } = reading.candidate;
  if (fault && fault.reason !== reading.stable.fault?.reason) return rollBack(at, fault, reading.now);
  return onward(at, reading, policy);
}

/** Nobody can go back now, so a spec that has moved on waits; a stable revision that has died has been replaced. */
function withoutReturn(at: OnTrial, reading: Reading, policy: Policy): Rollout {
  const movedOn = reading.wanted !== at.candidate;
  if (movedOn && at.phase === 'Baking' && reading.stable.ready === 0)
    return { phase: 'Stable', stable: at.candidate };
  return onward(at, reading, policy);
}

function onward(at: OnTrial, reading: Reading, policy: Policy): Rollout {
  // A world that is turned off has nobody to prove anything with; the release begins anew when it is turned on.
  if (policy.replicas === 0) return ended(at.stable);
  switch (at.phase) {
    case 'Preparing':
      return fromPreparing(at, reading, policy);
    case 'Checking':
      return fromChecking(at, reading, policy);
    case 'Canary':
      return fromCanary(at, reading, policy);
    case 'Promoting':
      return fromPromoting(at, reading, policy);
    case 'Baking':
      return fromBaking(at, reading, policy);
  }
}

/** The candidate has drained and the stable revision serves; at the deadline the rollback is over either way. */
function fromRollingBack(
  at: In<'RollingBack'>,
  { now, candidate, stable }: Reading,
  policy: Policy,
): Rollout {
  const drained = candidate.pods === 0 || lasted(at, drainSeconds, now);
  const serves = at.stable === undefined || policy.replicas === 0 || stable.ready > 0;
  const over = lasted(at, policy.rollout.deadlines.rollingBackSeconds, now);
  const rolledBack: In<'RolledBack'> = { phase: 'RolledBack', stable: at.stable, hold: at.hold };
  if (drained && serves) return rolledBack;
  return over ? withFailure(rolledBack, stable, policy) : at;
}

/** There is no rollback of a rollback: a world that nobody serves now is left as it is, and says so. */
function withFailure(
  { isFailed, ...at }: In<'RolledBack'>,
  stable: Arm,
  { replicas }: Policy,
): In<'RolledBack'> {
  const fails = at.stable !== undefined && replicas > 0 && stable.ready === 0 && !stable.environment;
  return fails ? { ...at, isFailed: true } : at;
}

function fromRolledBack(at: In<'RolledBack'>, reading: Reading, policy: Policy): Rollout {
  const { stable, breach } = at;
  if (stable && reading.wanted === stable) return { phase: 'Stable', stable, ...(breach && { breach }) };
  const watched = withBreach(at, reading.sla);
  const stays = withFailure(watched, reading.stable, policy);
  return begin(stable, reading, policy, stays.isFailed === at.isFailed ? watched : stays);
}

/** What was gone back to is looked at on. */
function withBreach(at: In<'RolledBack'>, sla: Reading['sla']): In<'RolledBack'> {
  const { breach, ...kept } = at;
  if (breach) return sla.result === 'Met' ? kept : at;
  return sla.result === 'Breached' ? { ...at, breach: sla.breach } : at;
}
