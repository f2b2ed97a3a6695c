import {
  baking,
  canary,
  checking,
  first,
  lastStep,
  leadsTo,
  policy,
  preparing,
  promoting,
  stable,
  trials,
} from '../../test/aRollout.ts';
import {
  after,
  aHold,
  anArm,
  aReading,
  aTrial,
  clean,
  crash,
  noon,
  revisions,
  silent,
  worse,
} from '../../test/builders.ts';
import { next } from './next.ts';
import type { Reading } from './reading.ts';
import type { Rollout } from './rollout.ts';

const { a, b, c } = revisions;

const pending = (more: { readonly isRequired?: boolean; readonly trouble?: string }): Reading['gate'] => ({
  result: 'Pending',
  isRequired: false,
  seconds: 240,
  ...more,
});

describe('what leaves each phase', () => {
  it.each<[string, Rollout, Partial<Reading>, string]>([
    ['a new world starts its first release', { phase: 'Pending' }, {}, 'Preparing'],
    ['a stable world stays while the spec asks for what it has', stable, { wanted: a }, 'Stable'],
    ['another revision is a release', stable, {}, 'Preparing'],
    ['pods that are ready are checked', preparing, { candidate: anArm(1) }, 'Checking'],
    ['pods that are not ready are waited for', preparing, { candidate: anArm(0) }, 'Preparing'],
    ['until the deadline', preparing, { candidate: anArm(0), now: after(300) }, 'RollingBack'],
    ['a candidate that passed its checks meets some users', checking, {}, 'Canary 0'],
    ['checks without a result are waited for', checking, { checked: { result: 'Pending' } }, 'Checking'],
    ['until the deadline', checking, { checked: { result: 'Pending' }, now: after(600) }, 'RollingBack'],
    [
      'pods that have just started are waited for',
      checking,
      { candidate: anArm(1, { steadySeconds: 9 }) },
      'Checking',
    ],
    ['pods of a third revision must be gone first', checking, { strangers: 1 }, 'Checking'],
    ['also after the deadline', checking, { strangers: 1, now: after(600) }, 'Checking'],
    ['a step lasts its time', canary, { now: after(19) }, 'Canary 0'],
    ['and then comes the next one', canary, { now: after(20) }, 'Canary 1'],
    ['a step needs its pods', lastStep, { now: after(20), candidate: anArm(3) }, 'Canary 1'],
    ['after the last step the candidate grows', lastStep, { now: after(20) }, 'Promoting'],
    ['it gets all users when it is whole', promoting, {}, 'Baking'],
    ['and not before', promoting, { candidate: anArm(3) }, 'Promoting'],
    ['until the deadline', promoting, { candidate: anArm(3), now: after(600) }, 'RollingBack'],
    ['a bake lasts its time', baking, { now: after(99) }, 'Baking'],
    ['and then the release is over', baking, { now: after(100) }, 'Stable'],
  ])('%s', (_, at, reading, expected) => {
    expect(leadsTo(at, reading)).toBe(expected);
  });

  it.each<[string, Reading['gate'], number, string]>([
    ['Jobs of checks are waited for', pending({ isRequired: true }), 240, 'Checking'],
    ['until the deadline', pending({ isRequired: true }), 600, 'RollingBack'],
    ['what is only advised is waited for as long as it may take', pending({}), 239, 'Checking'],
    ['and then passed over', pending({}), 240, 'Canary 0'],
    ['a check that failed ends the release', { result: 'Failed', ...crash }, 0, 'RollingBack'],
  ])('%s', (_, gate, seconds, expected) => {
    expect(leadsTo(checking, { gate, now: after(seconds) })).toBe(expected);
  });

  it('checks that could not run are told as what kept them from it', () => {
    const gate = pending({ isRequired: true, trouble: 'No node has room.' });
    expect(next(checking, aReading({ gate, now: after(600) }), policy())).toMatchObject({
      hold: {
        reason: 'NotReadyInTime',
        message: 'The checks had no result before the deadline. No node has room.',
      },
    });
  });

  it('a rejected candidate gets a few seconds to drain', () => {
    const at: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };
    expect(leadsTo(at, { held: [b], now: after(4) })).toBe('RollingBack');
    expect(leadsTo(at, { held: [b], now: after(5) })).toBe('RolledBack');
    expect(leadsTo(at, { held: [b], candidate: anArm(0) })).toBe('RolledBack');
  });

  it('a rollback is over when the stable revision serves again, or at its deadline', () => {
    const at: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };
    const reading = { held: [b], candidate: anArm(0), stable: anArm(0) };
    expect(leadsTo(at, { ...reading, now: after(119) })).toBe('RollingBack');
    expect(leadsTo(at, { ...reading, now: after(119), stable: anArm(1) })).toBe('RolledBack');
    expect(leadsTo(at, { ...reading, now: after(120) })).toBe('RolledBack');
  });

  it('a smoke check that says nothing in its time fails if it is required, and is passed over if it is advisory', () => {
    const at: Rollout = { phase: 'Checking', ...aTrial() };
    const reading: Partial<Reading> = { checked: { result: 'Pending' } };
    const advisory = policy({ checks: { smoke: { mode: 'Advisory' } } });
    expect(leadsTo(at, { ...reading, now: after(119) })).toBe('Checking');
    expect(leadsTo(at, { ...reading, now: after(120) })).toBe('RollingBack');
    expect(leadsTo(at, { ...reading, now: after(119) }, advisory)).toBe('Checking');
    expect(leadsTo(at, { ...reading, now: after(120) }, advisory)).toBe('Canary 0');
  });

  it('without steps a candidate goes from its checks to all users', () => {
    const rules = policy({ canary: { steps: [] } });
    expect(leadsTo(checking, {}, rules)).toBe('Promoting');
    expect(leadsTo(canary, {}, rules)).toBe('Promoting');
    expect(leadsTo(canary, { verdict: silent }, rules)).toBe('Canary 0');
  });

  it('a step needs its observations', () => {
    const seen = (observations: number, isProven = true): Partial<Reading> => ({
      now: after(20),
      verdict: { name: 'Continue', observations, isProven, message: 'No worse.' },
    });
    expect(leadsTo(canary, seen(49))).toBe('Canary 0');
    expect(leadsTo(canary, seen(50))).toBe('Canary 1');
    expect(leadsTo(lastStep, seen(99))).toBe('Canary 1');
    expect(leadsTo(lastStep, seen(100))).toBe('Promoting');
  });

  it('the last step also needs so many that the candidate cannot be much worse', () => {
    const unproven = { ...clean, isProven: false };
    expect(leadsTo(canary, { now: after(20), verdict: unproven })).toBe('Canary 1');
    expect(leadsTo(lastStep, { now: after(20), verdict: unproven })).toBe('Canary 1');
  });

  it('each phase starts its clock anew, and the release keeps the time at which it began', () => {
    expect(next(canary, aReading({ now: after(20) }), policy())).toMatchObject({
      startedAt: noon.toISOString(),
      phaseStartedAt: after(20).toISOString(),
    });
  });
});

describe('a first release', () => {
  it('serves as soon as it has passed its checks', () => {
    const checked: Rollout = { ...first, phase: 'Checking' };
    expect(next(checked, aReading({ verdict: silent }), policy())).toEqual({ phase: 'Stable', stable: b });
  });

  it('has all its pods from the beginning', () => {
    expect(leadsTo(first, { candidate: anArm(3) })).toBe('Preparing');
    expect(leadsTo(first, { candidate: anArm(4) })).toBe('Checking');
  });

  it('that is rejected leaves nothing to go back to, and every new spec is tried', () => {
    const rolledBack = next(
      { ...first, phase: 'RollingBack', hold: aHold() },
      aReading({ held: [b], now: after(5) }),
      policy(),
    );
    expect(rolledBack).toMatchObject({ phase: 'RolledBack', stable: undefined });
    expect(leadsTo(rolledBack, { held: [b] })).toBe('RolledBack');
    expect(next(rolledBack, aReading({ held: [b], wanted: c }), policy())).toMatchObject({
      phase: 'Preparing',
      stable: undefined,
      candidate: c,
    });
  });

  it('that nobody asks for any more leaves a world that is pending', () => {
    expect(leadsTo(first, { wanted: c, held: [c] })).toBe('Pending');
  });
});

describe('hard evidence', () => {
  it.each(trials)('ends a release in $phase and holds the revision', (at) => {
    expect(next(at, aReading({ candidate: anArm(1, { fault: crash }) }), policy())).toMatchObject({
      phase: 'RollingBack',
      stable: a,
      candidate: b,
      hold: { revision: b, phase: at.phase, since: noon.toISOString(), ...crash },
    });
  });

  it.each(trials)('in $phase is none where the stable revision shows the same', (at) => {
    const reading = { candidate: anArm(4, { fault: crash }), stable: anArm(4, { fault: crash }) };
    expect(leadsTo(at, reading)).not.toBe('RollingBack');
  });

  it.each(trials)('also ends a release in $phase that is paused', (at) => {
    expect(leadsTo(at, { paused: true, candidate: anArm(1, { fault: crash }) })).toBe('RollingBack');
  });

  it('is a failed smoke check, where it is required', () => {
    const checked = { result: 'Failed', message: 'GET /: 500.', evidence: [] } as const;
    expect(next(checking, aReading({ checked }), policy())).toMatchObject({
      phase: 'RollingBack',
      hold: { reason: 'SmokeFailed', message: 'GET /: 500.' },
    });
    expect(leadsTo(checking, { checked }, policy({ checks: { smoke: { mode: 'Advisory' } } }))).toBe(
      'Canary 0',
    );
    expect(leadsTo(checking, { checked }, policy({ checks: { smoke: { mode: 'Disabled' } } }))).toBe(
      'Canary 0',
    );
  });

  it('is a check that says nothing until its deadline', () => {
    const reading = aReading({ checked: { result: 'Pending' }, now: after(600) });
    expect(next(checking, reading, policy())).toMatchObject({
      hold: { reason: 'SmokeFailed', message: 'The smoke check had no result before the deadline.' },
    });
  });

  it('is the third pull that fails', () => {
    const failing = (...pullFailures: string[]) => aReading({ candidate: anArm(0, { pullFailures }) });
    const once = next(preparing, failing('p1'), policy());
    const twice = next(once, failing('p2'), policy());
    expect([once, twice]).toMatchObject([{ pullFailures: ['p1'] }, { pullFailures: ['p1', 'p2'] }]);
    expect(next(twice, failing('p3'), policy())).toMatchObject({
      phase: 'RollingBack',
      pullFailures: ['p1', 'p2', 'p3'],
      hold: { reason: 'ImagePullFailed' },
    });
  });

  it('pods that cannot pull at the same time are one try', () => {
    const pullFailures = ['p1', 'p2', 'p3', 'p4'];
    const once = next(first, aReading({ candidate: anArm(0, { pullFailures }) }), policy());
    expect(once).toMatchObject({ phase: 'Preparing', pullFailures: ['p1'] });
    const some = aReading({ candidate: anArm(0, { pullFailures: ['p1', 'p4'] }) });
    expect(next(once, some, policy())).toEqual(once);
  });

  it.each(trials.slice(1))('is a verdict of the judge, in $phase', (at) => {
    expect(next(at, aReading({ verdict: worse }), policy())).toMatchObject({
      phase: 'RollingBack',
      hold: {
        revision: b,
        phase: at.phase,
        reason: 'ErrorRateWorse',
        message: worse.message,
        evidence: worse.evidence,
      },
    });
  });

  it('is a candidate none of whose pods is ready any more while it has all users', () => {
    const gone = { candidate: anArm(0, { pods: 4, sick: 4 }) };
    expect(leadsTo(baking, gone)).toBe('RollingBack');
    expect(leadsTo(baking, { candidate: anArm(0, { pods: 4 }) })).toBe('Baking');
  });
});
