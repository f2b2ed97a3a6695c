import {
  baking,
  canary,
  checking,
  closed,
  compared,
  first,
  lastStep,
  preparing,
  promoting,
  stable,
  trials,
} from '../../test/aRollout.ts';
import { aHold, aTrial, noon, revisions } from '../../test/builders.ts';
import { recall } from '../rollout/recall.ts';
import type { In, Rollout } from '../rollout/rollout.ts';
import { announcements } from './events.ts';

const { a, b, c } = revisions;
const rollingBack: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };
const rolledBack: In<'RolledBack'> = { phase: 'RolledBack', stable: a, hold: aHold() };
const rescue: Rollout = { ...promoting, phase: 'Promoting', stable: a, promotedBy: 'Rescue' };
const settled: Rollout = { phase: 'Stable', stable: b };
const recalling = recall({ stable: a }, c, { reason: 'Undone', message: 'A person went back.' }, noon);
const breach = { reason: 'ErrorRate', message: '9 of 10 failed.' } as const;
const broken: Rollout = { phase: 'Stable', stable: a, breach };
const comparing: Rollout = {
  phase: 'Comparing',
  stable: a,
  earlier: c,
  startedAt: noon.toISOString(),
  breach,
};
const told = (before: Rollout, now: Rollout) =>
  announcements(before, now).map(({ type, reason, message }) => `${type} ${reason}: ${message}`);

it.each<[string, Rollout, Rollout, string[]]>([
  [
    'a release that starts',
    stable,
    preparing,
    [`Normal ReleaseStarted: Release of revision ${b} has started.`],
  ],
  [
    'one that starts again after a rollback',
    rolledBack,
    preparing,
    [`Normal ReleaseStarted: Release of revision ${b} has started.`],
  ],
  [
    'one that takes the place of another',
    preparing,
    { ...preparing, candidate: c },
    [`Normal ReleaseStarted: Release of revision ${c} has started.`],
  ],
  ['a canary', checking, canary, [`Normal CanaryStep: Revision ${b} is in step 1 of its canary.`]],
  ['its next step', canary, lastStep, [`Normal CanaryStep: Revision ${b} is in step 2 of its canary.`]],
  [
    'a promotion that finds no room',
    promoting,
    { ...promoting, waiting: { reason: 'EnvironmentBad', since: noon.toISOString() } },
    [
      `Warning EnvironmentBad: Revision ${b} waits in Promoting for what is not its fault; the condition Released says what it is.`,
    ],
  ],
  [
    'one that goes on when room has come',
    { ...promoting, waiting: { reason: 'EnvironmentBad', since: noon.toISOString() } },
    promoting,
    [`Normal EnvironmentRecovered: Revision ${b} goes on in Promoting.`],
  ],
  [
    'one that is paused meanwhile',
    { ...promoting, waiting: { reason: 'EnvironmentBad', since: noon.toISOString() } },
    { ...promoting, waiting: { reason: 'Paused', since: noon.toISOString() } },
    [],
  ],
  ['all users', promoting, baking, [`Normal Promoted: Revision ${b} has all users; ${a} stays warm.`]],
  [
    'a bake whose users fare worse than before',
    baking,
    compared,
    [
      `Warning ComparisonStarted: Users of revision ${b} fare worse than those of ${a} did, so new ones come to both until it is known why.`,
    ],
  ],
  [
    'one that is no worse in the same seconds',
    compared,
    baking,
    [`Normal ComparisonEnded: Revision ${b} has all users again; ${a} did no better.`],
  ],
  ['the end of a bake', baking, settled, [`Normal ReleaseSettled: Revision ${b} is stable.`]],
  [
    'a first release',
    { ...first, phase: 'Checking' },
    settled,
    [`Normal ReleaseSettled: Revision ${b} is stable.`],
  ],
  [
    'a rollback',
    canary,
    rollingBack,
    [
      `Warning RollbackStarted: Revision ${b} is rolled back: The container crashed 2 times.`,
      `Warning RevisionHeld: Revision ${b} is held: ContainerCrashed.`,
    ],
  ],
  ['its end', rollingBack, rolledBack, [`Warning RolledBack: All users are on revision ${a} again.`]],
  [
    'its end without anything to go back to',
    rollingBack,
    { ...rolledBack, stable: undefined },
    ['Warning RolledBack: There was no revision to go back to.'],
  ],
  [
    'a canary that both revisions spoil',
    canary,
    closed('EnvironmentBad'),
    [`Warning EnvironmentBad: Both revisions fail, so all users are on ${a} until that is over.`],
  ],
  [
    'its recovery',
    closed('EnvironmentBad'),
    canary,
    [
      `Normal EnvironmentRecovered: Revision ${a} keeps the SLA again.`,
      `Normal CanaryStep: Revision ${b} is in step 1 of its canary.`,
    ],
  ],
  [
    'a silent candidate',
    canary,
    closed('CandidateSilent'),
    [`Warning ReleaseUndecided: Revision ${b} is not heard, so all users are on ${a} until it is.`],
  ],
  [
    'one that is heard again',
    closed('CandidateSilent'),
    canary,
    [`Normal CanaryStep: Revision ${b} is in step 1 of its canary.`],
  ],
  [
    'a canary that ends without evidence',
    canary,
    closed('Undecided'),
    [
      `Warning ReleaseUndecided: The canary of revision ${b} has ended without evidence: all users are on ${a}. Change the spec, promote or abort.`,
    ],
  ],
  [
    'a step that waits for a person',
    canary,
    { ...canary, approval: 'Required' },
    [
      `Normal ApprovalRequired: Step 1 of revision ${b} is done and waits for approval: spacetime.dev/approve=${b}/1.`,
    ],
  ],
  ['its approval', { ...canary, approval: 'Required' }, { ...canary, approval: 'Given' }, []],
  [
    'a revision that is recalled',
    stable,
    recalling,
    [`Warning RollbackStarted: Revision ${c} is started to take the users of ${a}: A person went back.`],
  ],
  [
    'its users',
    recalling,
    {
      phase: 'RollingBack',
      ...aTrial(),
      stable: c,
      candidate: a,
      hold: aHold({ revision: a, reason: 'Undone' }),
    },
    [`Warning RevisionHeld: Revision ${a} is held: Undone.`],
  ],
  [
    'one that cannot start',
    recalling,
    stable,
    [`Warning RollbackFailed: Revision ${c} did not start; ${a} keeps all users.`],
  ],
  ['a stable revision in doubt', stable, comparing, ['Warning SLABreached: 9 of 10 failed.']],
  [
    'one that the revision before would not better',
    comparing,
    broken,
    [`Warning EnvironmentBad: Revision ${c} was not seen to do better, so nothing is undone.`],
  ],
  ['one that is only told', stable, broken, ['Warning SLABreached: 9 of 10 failed.']],
  ['its recovery', broken, stable, [`Normal SLARecovered: Revision ${a} keeps rollout.sla again.`]],
  [
    'its recall',
    comparing,
    recalling,
    [`Warning RollbackStarted: Revision ${c} is started to take the users of ${a}: A person went back.`],
  ],
  ['a spec that goes back', canary, stable, []],
  [
    'a rescue',
    canary,
    rescue,
    [`Warning Rescued: Revision ${a} does not serve its users any more, so ${b} has all of them.`],
  ],
  [
    'a promotion that becomes one',
    promoting,
    rescue,
    [`Warning Rescued: Revision ${a} does not serve its users any more, so ${b} has all of them.`],
  ],
  ['one that is none any more', rescue, promoting, []],
  [
    'a rollback to a revision that does not serve',
    rollingBack,
    { ...rolledBack, isFailed: true },
    [`Warning RollbackFailed: Revision ${a} does not serve after ${b} was rolled back.`],
  ],
  [
    'one that does not serve any more',
    rolledBack,
    { ...rolledBack, isFailed: true },
    [`Warning RollbackFailed: Revision ${a} does not serve after ${b} was rolled back.`],
  ],
  [
    'one that was gone back to and breaks its SLA',
    rolledBack,
    { ...rolledBack, breach },
    [`Warning SLABreached: ${breach.message}`],
  ],
  [
    'one that was gone back to and keeps it again',
    { ...rolledBack, breach },
    rolledBack,
    [`Normal SLARecovered: Revision ${a} keeps rollout.sla again.`],
  ],
  ['one that serves again', { ...rolledBack, isFailed: true }, rolledBack, []],
  ['a growing candidate', lastStep, promoting, []],
])('%s', (_, before, now, expected) => {
  expect(told(before, now)).toEqual(expected);
});

it.each([{ phase: 'Pending' } as const, stable, ...trials, closed('Undecided'), rollingBack, rolledBack])(
  'nothing is told twice, in $phase',
  (rollout) => {
    expect(told(rollout, rollout)).toEqual([]);
    if ('phaseStartedAt' in rollout)
      expect(told(rollout, { ...rollout, phaseStartedAt: '2027-01-01T00:00:00Z' })).toEqual([]);
  },
);
