import { type EventReason, eventTypes } from '../api/events.ts';
import type { Rollout } from '../rollout/rollout.ts';

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
  if (before.phase === after.phase && stepOf(before) === stepOf(after) && trialed(before) === trialed(after))
    return [];
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
        announce('CanaryStep', `Revision ${after.candidate} is in step ${after.step + 1} of its canary.`),
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

const rolledBack = (stable: string | undefined): string =>
  stable ? `All users are on revision ${stable} again.` : 'There was no revision to go back to.';

const stepOf = (rollout: Rollout): number => (rollout.phase === 'Canary' ? rollout.step : 0);
const trialed = (rollout: Rollout): string | undefined =>
  'candidate' in rollout ? rollout.candidate : undefined;
