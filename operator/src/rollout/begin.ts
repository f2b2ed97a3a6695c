import type { Phase } from '../api/status/phases.ts';
import type { Fault, Reading } from './reading.ts';
import type { In, Rollout, Trial } from './rollout.ts';

/**
 * Start a trial of what the spec asks for, always from the stable revision.
 * Where that is held, or must wait, `otherwise` stays; a world without any revision stays Pending.
 */
export function begin(stable: string | undefined, reading: Reading, otherwise?: Rollout): Rollout {
  const { wanted, now } = reading;
  const waits = reading.paused || reading.blocked !== undefined;
  if (waits || reading.held.includes(wanted)) return ended(stable, otherwise);
  const at = now.toISOString();
  return {
    phase: 'Preparing',
    stable,
    candidate: wanted,
    startedAt: at,
    phaseStartedAt: at,
    pullFailures: [],
  };
}

/** A trial whose revision nobody asks for any more ends, also when what is asked for now must wait. */
function ended(stable: string | undefined, otherwise: Rollout | undefined): Rollout {
  if (otherwise && (otherwise.phase === 'Stable' || otherwise.phase === 'RolledBack')) return otherwise;
  return stable ? { phase: 'Stable', stable } : { phase: 'Pending' };
}

/** The same trial in its next phase, its clock started anew. */
export const trialOf = ({ stable, candidate, startedAt, pullFailures }: Trial, now: Date): Trial => ({
  stable,
  candidate,
  startedAt,
  phaseStartedAt: now.toISOString(),
  pullFailures,
});

/** All users back to the stable revision; the candidate is held with what spoke against it. */
export const rollBack = (at: Trial & { phase: Phase }, fault: Fault, now: Date): In<'RollingBack'> => ({
  phase: 'RollingBack',
  ...trialOf(at, now),
  hold: { revision: at.candidate, phase: at.phase, since: now.toISOString(), ...fault },
});

/** Whether this phase has lasted `seconds`. */
export const lasted = (at: Trial, seconds: number, now: Date): boolean =>
  now.getTime() - Date.parse(at.phaseStartedAt) >= seconds * 1000;
