import {
  baking,
  canary,
  checking,
  exposed,
  lastStep,
  leadsTo,
  phaseOf,
  policy,
  preparing,
  promoting,
  stable,
  trials,
} from '../../test/aRollout.ts';
import { after, anArm, aReading, revisions, shared, silent, worse } from '../../test/builders.ts';
import { next } from './next.ts';
import { podCounts } from './shares.ts';

const late = { now: after(100_000) };

describe('scaling', () => {
  it('to fewer pods leaves a canary in the last step that there is', () => {
    expect(leadsTo(lastStep, { now: after(19) }, policy({}, 1))).toBe('Canary 1');
    expect(leadsTo(lastStep, { now: after(20) }, policy({}, 1))).toBe('Promoting');
  });

  it.each(trials)('never turns a release in $phase back', (at) => {
    for (const replicas of [1, 2, 10, 100])
      expect(leadsTo(at, { candidate: anArm(0) }, policy({}, replicas))).not.toMatch(/Roll|Stable/);
  });
});

it('a step in which a container died ends when it has lived for twice as long, or for ten minutes', () => {
  const at = (steadySeconds: number, diedAfterSeconds: number) =>
    leadsTo(canary, { candidate: anArm(1, { steadySeconds, diedAfterSeconds }), now: after(1000) });
  expect([at(59, 30), at(60, 30)]).toEqual(['Canary 0', 'Canary 1']);
  expect([at(599, 5000), at(600, 5000)]).toEqual(['Canary 0', 'Canary 1']);
});

describe('the environment', () => {
  const environment = 'Pod x cannot be scheduled: 0/1 nodes are available.';

  it.each([preparing, checking, promoting])(
    'keeps a candidate in $phase waiting and is never evidence',
    (at) => {
      const placeless = anArm(0, { environment });
      const waiting = next(at, aReading({ candidate: placeless, ...late }), policy());
      expect(waiting).toMatchObject({ phase: at.phase });
      expect(leadsTo(waiting, { candidate: anArm(0), now: after(1, late.now) })).toBe(at.phase);
    },
  );

  it('stops the clock once, so that a wait is no write but its first and its last', () => {
    const placeless = anArm(0, { environment });
    const waiting = next(preparing, aReading({ candidate: placeless, now: after(9) }), policy());
    expect(waiting).toEqual({
      ...preparing,
      waiting: { reason: 'EnvironmentBad', since: after(9).toISOString() },
    });
    expect(next(waiting, aReading({ candidate: placeless, ...late }), policy())).toEqual(waiting);
    expect(next(waiting, aReading({ candidate: anArm(0), ...late }), policy())).toEqual({
      ...preparing,
      phaseStartedAt: late.now.toISOString(),
    });
  });

  it('may be followed by another wait, which goes on with the first', () => {
    const placeless = next(preparing, aReading({ candidate: anArm(0, { environment }) }), policy());
    expect(next(placeless, aReading({ paused: true, now: after(50) }), policy())).toMatchObject({
      waiting: { reason: 'Paused', since: after(0).toISOString() },
    });
  });

  it('that has no room for a promotion keeps both revisions as they are, until there is some', () => {
    const some = { candidate: anArm(2, { pods: 4, environment }) };
    const waiting = next(promoting, aReading({ ...some, ...late }), policy());
    expect(waiting).toMatchObject({ phase: 'Promoting', waiting: { reason: 'EnvironmentBad' } });
    expect(podCounts(waiting, 4, [])).toEqual({ stable: 4, candidate: 4 });
    expect(next(waiting, aReading({ ...some, now: after(1e6) }), policy())).toBe(waiting);
    expect(leadsTo(waiting, { now: after(1e6) })).toBe('Baking');
    expect(leadsTo(waiting, { ...some, verdict: worse })).toBe('RollingBack');
    expect(leadsTo(waiting, { ...some, wanted: revisions.a })).toBe('Stable');
  });

  it.each(exposed)('that hurts both keeps a release where it is, in $phase', (at) => {
    const reading = { verdict: shared, ...late };
    expect(leadsTo(at, reading, policy({ whenUndecided: 'Rollback' }))).toBe(phaseOf(at));
  });

  it('that takes all pods of a candidate with all users gives them back, and holds nothing', () => {
    expect(next(baking, aReading({ candidate: anArm(0, { environment }) }), policy())).toEqual(stable);
  });
});

describe('silence', () => {
  it.each(exposed)('never moves a release on, in $phase', (at) => {
    expect(leadsTo(at, { verdict: silent, ...late })).toBe(phaseOf(at));
  });

  it('of a stable revision without a ready pod says nothing: users have nobody else', () => {
    const reading = { verdict: silent, stable: anArm(0) };
    const rescued = next(canary, aReading(reading), policy());
    expect(rescued).toMatchObject({ phase: 'Promoting', promotedBy: 'Rescue' });
    expect(leadsTo(rescued, reading)).toBe('Baking');
    expect(leadsTo(baking, { ...reading, now: after(100) })).toBe('Stable');
  });

  it('ends a canary at its deadline if the spec says so, and else takes its users away', () => {
    const rules = policy({ whenUndecided: 'Rollback' });
    const reading = aReading({ verdict: silent, now: after(3600) });
    expect(next(canary, reading, policy())).toMatchObject({ ...canary, closed: { reason: 'Undecided' } });
    expect(next(canary, reading, rules)).toMatchObject({
      phase: 'RollingBack',
      hold: { reason: 'Undecided' },
    });
    expect(leadsTo(canary, { verdict: silent, now: after(3599) }, rules)).toBe('Canary 0');
  });

  it('does not end a canary that came late and has not had its time', () => {
    const rules = policy({ whenUndecided: 'Rollback' });
    const begun = { ...canary, phaseStartedAt: after(4000).toISOString() };
    expect(leadsTo(begun, { verdict: silent, now: after(4019) }, rules)).toBe('Canary 0');
    expect(leadsTo(begun, { verdict: silent, now: after(4020) }, rules)).toBe('RollingBack');
  });
});
