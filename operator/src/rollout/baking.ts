import { rollBack } from './begin.ts';
import { lasted, passed } from './clock.ts';
import { isClean, isSteady } from './exposed.ts';
import type { Policy } from './policy.ts';
import type { Arm, Fault, Reading } from './reading.ts';
import type { In, Rollout } from './rollout.ts';
import { mayTurnBack } from './turnBack.ts';

/** Seconds for which users have both revisions at least, so that trouble that comes and goes is not compared each time. */
const comparedSeconds = 60;

/** All users are on the candidate and the stable stays warm: still judged, until the time is over. */
export function fromBaking(at: In<'Baking'>, reading: Reading, policy: Policy): Rollout {
  const mayReturn = mayTurnBack(at, reading, policy);
  const turned = mayReturn ? turnedBack(at, reading) : undefined;
  if (turned) return turned;
  if (at.comparedSince) return compared(at, at.comparedSince, reading);
  return mayReturn && isAlarm(reading)
    ? { ...at, comparedSince: reading.now.toISOString() }
    : alone(at, reading, policy);
}

/** What ends a bake with the stable revision; absent while nothing does. */
function turnedBack(
  at: In<'Baking'>,
  { verdict, candidate, now }: Reading,
): In<'RollingBack' | 'Stable'> | undefined {
  if (verdict.name === 'RollBack') return rollBack(at, verdict, now);
  if (candidate.ready > 0) return undefined;
  if (candidate.environment) return { phase: 'Stable', stable: at.stable };
  return candidate.sick > 0 ? rollBack(at, notReadyAnyMore(candidate), now) : undefined;
}

function alone(at: In<'Baking'>, reading: Reading, { rollout }: Policy): Rollout {
  const { candidate, now, paused } = reading;
  const over = lasted(at, rollout.bakeSeconds, now) && isClean(reading) && !paused;
  return over && candidate.ready > 0 && isSteady(candidate) ? { phase: 'Stable', stable: at.candidate } : at;
}

/** Users fare worse than they did with the stable, and no probe tells why; a selector for both must reach nobody else. */
const isAlarm = ({ verdict, strangers }: Reading): boolean =>
  verdict.name === 'Environment' && verdict.reason === 'NotConfirmed' && strangers === 0;

/** Both have users until the candidate is seen to be no worse in the same seconds, however long trouble of both lasts. */
function compared(at: In<'Baking'>, since: string, { verdict, stable, now }: Reading): In<'Baking'> {
  const isNoWorse = verdict.name === 'Continue' && verdict.isProven && passed(since, comparedSeconds, now);
  const { comparedSince: _, ...uncompared } = at;
  return isNoWorse || stable.ready === 0 ? uncompared : at;
}

const notReadyAnyMore = ({ sick }: Arm): Fault => ({
  reason: 'NotReadyInTime',
  message: `All ${sick} pods stopped being ready while they had all users.`,
  evidence: [{ name: 'readyPods', candidate: '0', note: `${sick} pods run and are not ready` }],
});
