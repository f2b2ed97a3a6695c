import type { Phase } from '../api/status/phases.ts';
import type { Policy } from './policy.ts';
import type { Fault, Reading } from './reading.ts';
import type { In, Revision, Rollout, Trial } from './rollout.ts';

/**
 * Start a trial of what the spec asks for, always from the stable revision.
 * Where that is held, or must wait, `otherwise` stays; a world without any revision stays Pending.
 */
export function begin(
  stable: Revision | undefined,
  reading: Reading,
  { replicas }: Policy,
  otherwise?: Rollout,
): Rollout {
  const { wanted, now } = reading;
  const waits = reading.paused || reading.blocked !== undefined || replicas === 0;
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

/** Where a trial ends that nobody asks for any more, or that nobody can see through now: no revision is held. */
export function ended(stable: Revision | undefined, otherwise?: Rollout): Rollout {
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
export const rollBack = (
  at: Trial & { phase: Phase },
  { reason, message, evidence }: Fault,
  now: Date,
): In<'RollingBack'> => ({
  phase: 'RollingBack',
  ...trialOf(at, now),
  hold: { revision: at.candidate, phase: at.phase, since: now.toISOString(), reason, message, evidence },
});
