import { rollBack } from './begin.ts';
import { movedOn } from './clock.ts';
import type { Fault, Reading } from './reading.ts';
import type { Closed, In } from './rollout.ts';

/** Seconds in which a stable revision that recovers without the candidate may have been harmed by it. */
const sharedHarmSeconds = 30;
/** An outage may end at any moment, this one too; that it comes back with the candidate's users and goes with them is the harm. */
const recoveriesThatCount = 2;

/** What takes the users of a canary away without being evidence against it; absent while nothing does. */
export function reasonToClose({ verdict, stable }: Reading): Closed['reason'] | undefined {
  // Whom the users would be given back to cannot serve them.
  if (stable.ready === 0) return undefined;
  if (verdict.name === 'Environment') return 'EnvironmentBad';
  return verdict.name === 'Hold' && verdict.reason === 'CandidateSilent' ? 'CandidateSilent' : undefined;
}

/** The stable revision alone has users from now on; the candidate's pods stay. */
export const close = (at: In<'Canary'>, reason: Closed['reason'], now: Date): In<'Canary'> => ({
  ...at,
  closed: { reason, since: now.toISOString() },
});

/** Nobody has the candidate, and its clock stands still until it can be judged again. */
export function fromClosed(at: In<'Canary'>, closed: Closed, reading: Reading): In<'Canary' | 'RollingBack'> {
  const { verdict, stable, candidate, now } = reading;
  if (stable.ready === 0 && candidate.ready > 0) return reopen(at, closed, now);
  if (closed.reason === 'Undecided' || verdict.name !== 'Continue') return at;
  const isSoon = closed.reason === 'EnvironmentBad' && secondsIn(closed, now) <= sharedHarmSeconds;
  const recoveries = (at.recoveries ?? 0) + 1;
  if (isSoon && recoveries >= recoveriesThatCount) return rollBack(at, sharedHarm(closed, now), now);
  if (mustStayClosed(reading)) return at;
  return { ...reopen(at, closed, now), ...(isSoon && { recoveries }) };
}

const mustStayClosed = ({ paused, strangers, candidate }: Reading): boolean =>
  paused || strangers > 0 || candidate.ready === 0;

/** The same step from its beginning, with the time that the canary had left. */
const reopen = ({ closed: _, ...at }: In<'Canary'>, { since }: Closed, now: Date): In<'Canary'> => ({
  ...at,
  phaseStartedAt: now.toISOString(),
  canaryStartedAt: movedOn(at.canaryStartedAt, since, now),
});

const secondsIn = ({ since }: Closed, now: Date): number => (now.getTime() - Date.parse(since)) / 1000;

function sharedHarm(closed: Closed, now: Date): Fault {
  const seconds = Math.round(secondsIn(closed, now));
  return {
    reason: 'SharedHarm',
    message: `Both revisions failed again, and again the stable recovered ${seconds} s after the candidate had lost its users.`,
    evidence: [
      {
        name: 'recovery',
        stable: `after ${seconds} s`,
        limit: `${sharedHarmSeconds} s`,
        note: `time ${recoveriesThatCount} that it did so`,
      },
    ],
  };
}
