import { begin, rollBack } from './begin.ts';
import { fromBaking, fromCanary, fromPromoting } from './exposed.ts';
import type { Policy } from './policy.ts';
import type { Reading } from './reading.ts';
import type { In, OnTrial, Rollout } from './rollout.ts';
import { fromChecking, fromPreparing } from './unexposed.ts';

/** Seconds that a rejected candidate gets to drain before its pods are taken away. */
const drainSeconds = 5;

/** The whole release policy. Pure: the caller records the answer, then acts on it. */
export function next(rollout: Rollout, reading: Reading, policy: Policy): Rollout {
  switch (rollout.phase) {
    case 'Pending':
      return begin(undefined, reading);
    case 'Stable':
      return fromStable(rollout, reading);
    case 'Preparing':
    case 'Checking':
    case 'Canary':
    case 'Promoting':
    case 'Baking':
      return fromTrial(rollout, reading, policy);
    case 'RollingBack':
      return fromRollingBack(rollout, reading);
    case 'RolledBack':
      return fromRolledBack(rollout, reading);
  }
}

const fromStable = (at: In<'Stable'>, reading: Reading): Rollout =>
  reading.wanted === at.stable ? at : begin(at.stable, reading, at);

/** What holds in every phase of a trial: the spec may change its mind, and hard evidence ends it. */
function fromTrial(at: OnTrial, reading: Reading, policy: Policy): Rollout {
  if (reading.wanted === at.stable) return { phase: 'Stable', stable: at.stable };
  if (reading.wanted !== at.candidate) return begin(at.stable, reading, at);
  const { fault } = reading.candidate;
  if (fault && fault.reason !== reading.stable.fault?.reason && mayTurnBack(at, reading, policy)) {
    return rollBack(at, fault, reading.now);
  }
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

/** Never turn back to a revision without capacity: once users depend on the candidate, the stable must be whole. */
const mayTurnBack = (at: OnTrial, { stable }: Reading, { replicas }: Policy): boolean =>
  (at.phase !== 'Promoting' && at.phase !== 'Baking') || stable.ready >= replicas;

function fromRollingBack(at: In<'RollingBack'>, { now, candidate }: Reading): Rollout {
  const drained = (now.getTime() - Date.parse(at.phaseStartedAt)) / 1000 >= drainSeconds;
  if (!drained && candidate.pods > 0) return at;
  return { phase: 'RolledBack', stable: at.stable, hold: at.hold };
}

function fromRolledBack(at: In<'RolledBack'>, reading: Reading): Rollout {
  if (at.stable && reading.wanted === at.stable) return { phase: 'Stable', stable: at.stable };
  return begin(at.stable, reading, at);
}
