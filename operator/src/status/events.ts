import { type EventReason, eventTypes } from '../api/events.ts';
import type { In, Rollout } from '../rollout/rollout.ts';
import { closedBecause } from './closed.ts';

/** Something worth telling once. */
export interface Announcement {
  readonly type: 'Normal' | 'Warning';
  readonly reason: EventReason;
  readonly message: string;
}

/** An event of this reason. */
export const announce = (reason: EventReason, message: string): Announcement => ({
  type: eventTypes[reason],
  reason,
  message,
});

/** What a step from one state of the rollout to another means, in the order in which it happened. */
export function announcements(before: Rollout, after: Rollout): readonly Announcement[] {
  const same = before.phase === after.phase && trialed(before) === trialed(after);
  if (same && before.phase === 'Canary' && after.phase === 'Canary') return inCanary(before, after);
  if (same) return [];
  switch (after.phase) {
    case 'Preparing':
      return [announce('ReleaseStarted', `Release of revision ${after.candidate} has started.`)];
    case 'Checking':
      return [];
    case 'Canary':
      return [
        ...(before.phase === 'Checking'
          ? [announce('CheckPassed', `Revision ${after.candidate} passed its checks.`)]
          : []),
        stepBegins(after),
      ];
    case 'Promoting':
      return [];
    case 'Baking':
      return [announce('Promoted', `Revision ${after.candidate} has all users; ${after.stable} stays warm.`)];
    case 'RollingBack':
      return [
        announce('RollbackStarted', `Revision ${after.candidate} is rolled back: ${after.hold.message}`),
        announce('RevisionHeld', `Revision ${after.candidate} is held: ${after.hold.reason}.`),
      ];
    case 'RolledBack':
      return [announce('RolledBack', rolledBack(after.stable))];
    case 'Stable':
      return trialed(before) === after.stable
        ? [announce('ReleaseSettled', `Revision ${after.stable} is stable.`)]
        : [];
    case 'Pending':
      return [];
  }
}

type Canary = In<'Canary'>;

function inCanary(before: Canary, after: Canary): readonly Announcement[] {
  if (before.step !== after.step) return [stepBegins(after)];
  if (after.closed && before.closed?.reason !== after.closed.reason) {
    const reason = after.closed.reason === 'EnvironmentBad' ? 'EnvironmentBad' : 'ReleaseUndecided';
    return [announce(reason, closedBecause(after, after.closed))];
  }
  if (!before.closed || after.closed) return [];
  const recovered = before.closed.reason === 'EnvironmentBad';
  return [
    ...(recovered ? [announce('EnvironmentRecovered', `Revision ${after.stable} keeps the SLA again.`)] : []),
    stepBegins(after),
  ];
}

const stepBegins = ({ candidate, step }: Canary): Announcement =>
  announce('CanaryStep', `Revision ${candidate} is in step ${step + 1} of its canary.`);

const rolledBack = (stable: string | undefined): string =>
  stable ? `All users are on revision ${stable} again.` : 'There was no revision to go back to.';

const trialed = (rollout: Rollout): string | undefined =>
  'candidate' in rollout ? rollout.candidate : undefined;
