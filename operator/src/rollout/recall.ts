import { begin, rollBack, trialOf } from './begin.ts';
import { lasted, resumed, standStill } from './clock.ts';
import type { Policy } from './policy.ts';
import { pullsThatCount, pullsTried } from './pulls.ts';
import type { Reading } from './reading.ts';
import type { Cause, In, Revision, Rollout } from './rollout.ts';

/** Seconds that a recalled revision, which has served before, runs without a crash before it gets all users. */
const steadySeconds = 5;

/** Go back to a revision whose pods are gone: first they start, and only then anybody is sent to them. */
export const recall = (
  { stable, breach }: Pick<In<'Stable'>, 'stable' | 'breach'>,
  earlier: Revision,
  cause: Cause,
  now: Date,
): In<'Recalling'> => ({
  phase: 'Recalling',
  stable,
  candidate: earlier,
  startedAt: now.toISOString(),
  phaseStartedAt: now.toISOString(),
  pullFailures: [],
  cause,
  ...(breach && { breach }),
});

/** The recall is over before it has moved anybody. */
export const notRecalled = ({ stable, breach }: In<'Recalling'>): In<'Stable'> => ({
  phase: 'Stable',
  stable,
  ...(breach && { breach }),
});

/** The stable revision keeps all users until the earlier one is whole; one that cannot start is not gone back to. */
export function fromRecalling(at: In<'Recalling'>, reading: Reading, policy: Policy): Rollout {
  const { candidate, stable, now, wanted } = reading;
  const stays = notRecalled(at);
  const tried = { ...at, pullFailures: pullsTried(at, candidate) };
  if (wanted !== at.stable && wanted !== at.candidate) {
    const instead = begin(at.stable, reading, policy, stays);
    if (instead !== stays) return instead;
  }
  if (isWhole(reading, policy)) return cut(at, now);
  if (tried.pullFailures.length >= pullsThatCount) return stays;
  if (candidate.fault && candidate.fault.reason !== stable.fault?.reason) return stays;
  if (candidate.environment) return standStill(tried, 'EnvironmentBad', now);
  const going = resumed(tried, now);
  return lasted(going, policy.rollout.deadlines.rollingBackSeconds, now) ? stays : going;
}

/** Whether the earlier revision can have all users, or is all that they have left. */
function isWhole({ candidate, stable }: Reading, { replicas }: Policy): boolean {
  const whole = candidate.ready >= replicas && candidate.steadySeconds >= steadySeconds;
  return whole || replicas === 0 || (stable.ready === 0 && candidate.ready > 0);
}

/** One cut: the roles are exchanged, and what was stable drains and is held. */
const cut = ({ cause, breach: _, ...at }: In<'Recalling'>, now: Date): In<'RollingBack'> =>
  rollBack(
    { ...trialOf(at, now), phase: 'Stable', stable: at.candidate, candidate: at.stable },
    { ...cause, evidence: [] },
    now,
  );
