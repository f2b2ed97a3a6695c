import { policy } from '../../test/aRollout.ts';
import { after, aHold, anArm, aReading, aTrial, crash, revisions } from '../../test/builders.ts';
import { beginDrill, type Drill, drillNext, hindrance } from './drill.ts';
import type { Reading } from './reading.ts';
import type { Rollout } from './rollout.ts';

const stable: Rollout = { phase: 'Stable', stable: revisions.a };
const well = { wanted: revisions.a };
const drill = beginDrill('CrashAtStart', revisions.c, revisions.a, aReading());
const goesOn = (seconds: number, more: Partial<Reading>, at: Drill = drill) =>
  drillNext(at, stable, aReading({ ...well, now: after(seconds), ...more }), policy());

const starting = anArm(0, { pods: 1 });

it('a drill starts where a release does', () => {
  expect(goesOn(1, { candidate: starting })).toEqual(drill);
});

it.each<[string, number, Partial<Reading>, string]>([
  ['crashes', 9, { candidate: anArm(0, { fault: crash }) }, 'after 9 s: ContainerCrashed.'],
  ['is not ready in time', 300, { candidate: starting }, 'after 300 s: NotReadyInTime.'],
])('one that %s has passed', (_, seconds, reading, message) => {
  expect(goesOn(seconds, reading)).toEqual({
    result: 'Passed',
    message: `The drill CrashAtStart was undone ${message}`,
  });
});

it('one whose image cannot be pulled three times has passed', () => {
  const pulls = { ...drill, pullFailures: ['p1', 'p2'] };
  const third = goesOn(4, { candidate: anArm(0, { pods: 1, pullFailures: ['p3'] }) }, pulls);
  expect(third).toMatchObject({
    result: 'Passed',
    message: expect.stringContaining('after 4 s: ImagePullFailed'),
  });
});

it('one that shows no fault never has a user: it has failed and ends', () => {
  const checking = goesOn(3, {}) as Drill;
  expect(checking).toMatchObject({ phase: 'Checking', candidate: revisions.c });
  expect(goesOn(14, {}, checking)).toEqual({
    result: 'Failed',
    message:
      'The drill CrashAtStart was well after 14 s, which a release would have gone on with; it was ended.',
  });
});

it('one that the cluster has no room for does not wait for ever', () => {
  const candidate = anArm(0, { pods: 1, environment: 'Pod x cannot be scheduled.' });
  expect(goesOn(899, { candidate })).toMatchObject({ phase: 'Preparing' });
  expect(goesOn(900, { candidate })).toMatchObject({
    result: 'Failed',
    message: expect.stringContaining('no verdict after 900 s; Pod x cannot be scheduled.'),
  });
});

it('users come first: what begins for them ends a drill without a verdict', () => {
  const preparing: Rollout = { phase: 'Preparing', ...aTrial() };
  const end = drillNext(drill, preparing, aReading({ now: after(3) }), policy());
  expect(end).toEqual({
    result: 'Interrupted',
    message: 'The drill CrashAtStart was ended after 3 s and has shown nothing: A release is under way.',
  });
});

it.each<[string, Rollout, Partial<Reading>, string]>([
  ['nothing is stable', { phase: 'Pending' }, {}, 'No revision is stable yet.'],
  [
    'the first release is on its way',
    { phase: 'Checking', ...aTrial(), stable: undefined },
    {},
    'stable yet',
  ],
  ['a release is in flight', { phase: 'Canary', step: 0, canaryStartedAt: '', ...aTrial() }, {}, 'under way'],
  ['a revision was rolled back', { phase: 'RolledBack', stable: revisions.a, hold: aHold() }, {}, 'is held'],
  [
    'the SLA is broken',
    { ...stable, breach: { reason: 'ErrorRate', message: '9 of 10 failed.' } },
    {},
    '9 of 10 failed.',
  ],
  ['releases are paused', stable, { paused: true }, 'Releases are paused.'],
  ['the spec asks for another', stable, { wanted: revisions.b }, `asks for revision ${revisions.b}`],
  ['something must be cured', stable, { blocked: 'The database is away.' }, 'The database is away.'],
])('there is no drill while %s', (_, rollout, reading, message) => {
  expect(hindrance(rollout, aReading({ ...well, ...reading }), policy())).toContain(message);
});

it('there is none in a world that is turned off, and one where all is well', () => {
  expect(hindrance(stable, aReading(well), policy({}, 0))).toContain('turned off');
  expect(hindrance(stable, aReading(well), policy())).toBeUndefined();
});
