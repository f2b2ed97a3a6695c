import { type EventReason, eventTypes } from '../api/events.ts';
import { type Closed, type In, isRescued, type Rollout, shownPhase } from '../rollout/rollout.ts';
import { approvalNeeded, closedBecause } from './closed.ts';

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

/**
 * What a step from one state of the rollout to another means, in the order in which it happened. `isOrdered`: a person has
 * ordered it, and is answered besides.
 */
export function announcements(before: Rollout, after: Rollout, isOrdered = false): readonly Announcement[] {
  // Who ends a recall knows that it has not failed.
  if (isOrdered && before.phase === 'Recalling' && after.phase === 'Stable') return [];
  const same = before.phase === after.phase && trialed(before) === trialed(after);
  if (same) return within(before, after);
  switch (after.phase) {
    case 'Preparing':
      return [announce('ReleaseStarted', `Release of revision ${after.candidate} has started.`)];
    case 'Canary':
      return [stepBegins(after)];
    case 'Baking':
      return [announce('Promoted', `Revision ${after.candidate} has all users; ${after.stable} stays warm.`)];
    case 'Comparing':
      return [announce('SLABreached', after.breach.message)];
    case 'Recalling':
      return [recallBegins(after)];
    case 'RollingBack':
      return rollingBack(before, after);
    case 'RolledBack':
      return [after.isFailed ? rollbackFailed(after) : announce('RolledBack', rolledBack(after.stable))];
    case 'Stable':
      return stable(before, after);
    case 'Promoting':
      return isRescued(after) ? [rescued(after)] : [];
    case 'Pending':
    case 'Checking':
      return [];
  }
}

type Canary = In<'Canary'>;

/** What happens within a phase. */
const within = (before: Rollout, after: Rollout): readonly Announcement[] => [
  ...waits(before, after),
  ...inPhase(before, after),
];

/** Told where nobody has asked for the wait: a release that finds no room, or that meets an outage of both revisions. */
function waits(before: Rollout, after: Rollout): readonly Announcement[] {
  if (!('candidate' in after)) return [];
  const [was, is] = [isHindered(before), isHindered(after)];
  const { candidate } = after;
  const phase = shownPhase(after);
  if (is && !was)
    return [
      announce(
        'EnvironmentBad',
        `Revision ${candidate} waits in ${phase} for what is not its fault; the condition Released says what it is.`,
      ),
    ];
  return was && !is && !after.waiting
    ? [announce('EnvironmentRecovered', `Revision ${candidate} goes on in ${phase}.`)]
    : [];
}

const isHindered = (rollout: Rollout): boolean =>
  'waiting' in rollout && rollout.waiting?.reason === 'EnvironmentBad';

function inPhase(before: Rollout, after: Rollout): readonly Announcement[] {
  switch (after.phase) {
    case 'Canary':
      return inCanary(before, after);
    case 'Promoting':
      return isRescued(after) && !isRescued(before) ? [rescued(after)] : [];
    case 'Baking':
      return inBake(before, after);
    case 'RolledBack':
      return [...failureBegins(before, after), ...slaChanged(before, after)];
    case 'Stable':
      return slaChanged(before, after);
    default:
      return [];
  }
}

const failureBegins = (before: Rollout, after: In<'RolledBack'>): readonly Announcement[] =>
  hasFailed(after) && !hasFailed(before) ? [rollbackFailed(after)] : [];

function slaChanged(
  before: Rollout,
  { breach, stable }: In<'Stable' | 'RolledBack'>,
): readonly Announcement[] {
  const wasBroken = 'breach' in before && before.breach !== undefined;
  if (breach && !wasBroken) return [announce('SLABreached', breach.message)];
  if (!wasBroken || breach) return [];
  return [announce('SLARecovered', `Revision ${stable} keeps rollout.sla again.`)];
}

const notBetter = ({ earlier }: In<'Comparing'>): Announcement =>
  announce('EnvironmentBad', `Revision ${earlier} was not seen to do better, so nothing is undone.`);

const hasFailed = (rollout: Rollout): boolean => rollout.phase === 'RolledBack' && rollout.isFailed === true;

const rescued = ({ candidate, stable }: In<'Promoting'>): Announcement =>
  announce(
    'Rescued',
    `Revision ${stable} does not serve its users any more, so ${candidate} has all of them.`,
  );

const rollbackFailed = ({ stable, hold }: In<'RolledBack'>): Announcement =>
  announce('RollbackFailed', `Revision ${stable} does not serve after ${hold.revision} was rolled back.`);

function inCanary(before: Rollout, after: Canary): readonly Announcement[] {
  if (before.phase !== 'Canary') return [];
  if (before.step !== after.step) return [stepBegins(after)];
  if (after.closed && before.closed?.reason !== after.closed.reason) {
    const reason = after.closed.reason === 'EnvironmentBad' ? 'EnvironmentBad' : 'ReleaseUndecided';
    return [announce(reason, closedBecause(after, after.closed))];
  }
  if (after.approval === 'Required' && before.approval !== 'Required')
    return [announce('ApprovalRequired', approvalNeeded(after))];
  return before.closed && !after.closed ? opens(before.closed, after) : [];
}

function inBake(
  before: Rollout,
  { candidate, stable, comparedSince }: In<'Baking'>,
): readonly Announcement[] {
  if (before.phase !== 'Baking' || before.comparedSince === comparedSince) return [];
  return comparedSince
    ? [
        announce(
          'ComparisonStarted',
          `Users of revision ${candidate} fare worse than those of ${stable} did, so new ones come to both until it is known why.`,
        ),
      ]
    : [announce('ComparisonEnded', `Revision ${candidate} has all users again; ${stable} did no better.`)];
}

const opens = ({ reason }: Closed, after: Canary): readonly Announcement[] => [
  ...(reason === 'EnvironmentBad'
    ? [announce('EnvironmentRecovered', `Revision ${after.stable} keeps the SLA again.`)]
    : []),
  stepBegins(after),
];

const stepBegins = ({ candidate, step }: Canary): Announcement =>
  announce('CanaryStep', `Revision ${candidate} is in step ${step + 1} of its canary.`);

const recallBegins = ({ candidate, stable, cause }: In<'Recalling'>): Announcement =>
  announce(
    'RollbackStarted',
    `Revision ${candidate} is started to take the users of ${stable}: ${cause.message}`,
  );

/** A recall was announced when it began. */
const rollingBack = (before: Rollout, { candidate, hold }: In<'RollingBack'>): readonly Announcement[] => [
  ...(before.phase === 'Recalling'
    ? []
    : [announce('RollbackStarted', `Revision ${candidate} is rolled back: ${hold.message}`)]),
  announce('RevisionHeld', `Revision ${candidate} is held: ${hold.reason}.`),
];

function stable(before: Rollout, after: In<'Stable'>): readonly Announcement[] {
  if (before.phase === 'Comparing' && after.breach) return [notBetter(before)];
  if (before.phase === 'Recalling')
    return [
      announce(
        'RollbackFailed',
        `Revision ${before.candidate} did not start; ${after.stable} keeps all users.`,
      ),
    ];
  return trialed(before) === after.stable
    ? [announce('ReleaseSettled', `Revision ${after.stable} is stable.`)]
    : [];
}

const rolledBack = (stable: string | undefined): string =>
  stable ? `All users are on revision ${stable} again.` : 'There was no revision to go back to.';

const trialed = (rollout: Rollout): string | undefined =>
  'candidate' in rollout ? rollout.candidate : undefined;
