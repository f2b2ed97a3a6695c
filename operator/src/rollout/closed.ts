import { rollBack } from './begin.ts';
import { movedOn } from './clock.ts';
import type { Fault, Reading } from './reading.ts';
import type { Closed, In } from './rollout.ts';

/** Seconds in which a stable revision that recovers without the candidate has been harmed by it. */
const sharedHarmSeconds = 30;

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
  if (closed.reason === 'EnvironmentBad' && secondsIn(closed, now) <= sharedHarmSeconds)
    return rollBack(at, sharedHarm(closed, now), now);
  const waits = reading.paused || reading.strangers > 0 || candidate.ready === 0;
  return waits ? at : reopen(at, closed, now);
}

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
    message: `Both revisions failed, and the stable recovered ${seconds} s after the candidate had lost its users.`,
    evidence: [
      {
        name: 'recovery',
        stable: `after ${seconds} s`,
        limit: `${sharedHarmSeconds} s`,
        note: 'without users',
      },
    ],
  };
}
