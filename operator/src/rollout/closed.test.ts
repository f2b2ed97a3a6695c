import { canary, closed, leadsTo, policy } from '../../test/aRollout.ts';
import {
  after,
  anArm,
  anOwner,
  aReading,
  crash,
  revisions,
  shared,
  silent,
  worse,
} from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import { traffic } from '../plan/service.ts';
import { next } from './next.ts';
import type { Reading, Verdict } from './reading.ts';
import type { Rollout } from './rollout.ts';

const { a, b, c } = revisions;
const unheard: Verdict = { name: 'Hold', reason: 'CandidateSilent', message: 'Not heard for 5 s.' };
const step = (at: Rollout, reading: Partial<Reading>) => next(at, aReading(reading), policy());
const usersOf = (at: Rollout) => traffic(anOwner(), at)[labels.revision] ?? 'both';

describe('a canary is closed', () => {
  it.each<[string, Partial<Reading>, string]>([
    ['while both revisions fail', { verdict: shared }, 'EnvironmentBad'],
    ['while the candidate alone is not heard', { verdict: unheard }, 'CandidateSilent'],
    ['at its deadline without evidence', { verdict: silent, now: after(3600) }, 'Undecided'],
  ])('%s', (_, reading, reason) => {
    const at = step(canary, reading);
    const since = (reading.now ?? after(0)).toISOString();
    expect(at).toEqual({ ...canary, closed: { reason, since } });
    expect(usersOf(canary)).toBe('both');
    expect(usersOf(at)).toBe(a);
    expect(step(at, reading)).toEqual(at);
  });

  it('also while releases are paused', () => {
    expect(usersOf(step(canary, { verdict: shared, paused: true }))).toBe(a);
  });

  it('never for an operator that is blind to both', () => {
    expect(usersOf(step(canary, { verdict: silent }))).toBe('both');
  });

  it('never in favour of a stable revision without a ready pod', () => {
    for (const verdict of [shared, unheard, silent])
      expect(usersOf(step(canary, { verdict, stable: anArm(0), now: after(3600) }))).not.toBe(a);
  });
});

describe('a closed canary', () => {
  const well = (seconds: number) => ({ now: after(seconds) });

  it('goes when the stable recovers soon without it for the second time: it was the harm', () => {
    const once = step(closed('EnvironmentBad'), well(31));
    expect(once).toEqual({
      ...canary,
      phaseStartedAt: after(31).toISOString(),
      canaryStartedAt: after(30).toISOString(),
      recoveries: 1,
    });
    const again = step(once, { verdict: shared, now: after(60) });
    expect(step(again, well(90))).toMatchObject({
      phase: 'RollingBack',
      hold: { revision: b, reason: 'SharedHarm', phase: 'Canary' },
    });
    expect(step(again, well(91))).toMatchObject({ phase: 'Canary', recoveries: 1 });
  });

  it('is remembered in the steps that follow', () => {
    expect(step({ ...canary, recoveries: 1 }, well(20))).toMatchObject({ step: 1, recoveries: 1 });
  });

  it('opens in the same step with a fresh clock when the stable recovers later', () => {
    expect(step(closed('EnvironmentBad'), well(32))).toEqual({
      ...canary,
      phaseStartedAt: after(32).toISOString(),
      canaryStartedAt: after(31).toISOString(),
    });
  });

  it('opens when a candidate that was silent is heard', () => {
    expect(step(closed('CandidateSilent'), { ...well(9), verdict: unheard })).toEqual(
      closed('CandidateSilent'),
    );
    expect(usersOf(step(closed('CandidateSilent'), well(9)))).toBe('both');
  });

  it('stays closed when nothing could be decided, until somebody decides', () => {
    expect(step(closed('Undecided'), well(1e6))).toEqual(closed('Undecided'));
    expect(leadsTo(closed('Undecided'), { wanted: c })).toBe('Preparing');
    expect(leadsTo(closed('Undecided'), { wanted: a })).toBe('Stable');
  });

  it.each([
    ['releases are paused', { paused: true }],
    ['there are pods of a third revision', { strangers: 1 }],
    ['the candidate has no pod to open it for', { candidate: anArm(0) }],
    ['nobody can tell', { verdict: silent }],
  ])('stays closed while %s', (_, reading) => {
    expect(step(closed('CandidateSilent'), { ...reading, ...well(100) })).toEqual(closed('CandidateSilent'));
  });

  it('has a clock that stands still', () => {
    const rules = policy({ whenUndecided: 'Rollback' });
    for (const reason of ['EnvironmentBad', 'CandidateSilent'] as const)
      expect(leadsTo(closed(reason), { verdict: silent, now: after(1e6) }, rules)).toBe('Canary 0');
  });

  it('is still held to hard evidence and to the judge', () => {
    for (const reading of [{ candidate: anArm(1, { fault: crash }) }, { verdict: worse }])
      expect(leadsTo(closed('Undecided'), reading)).toBe('RollingBack');
  });

  it('opens for users whom the stable revision cannot serve any more', () => {
    for (const reason of ['EnvironmentBad', 'CandidateSilent', 'Undecided'] as const)
      expect(usersOf(step(closed(reason), { stable: anArm(0), verdict: silent }))).not.toBe(a);
  });
});

it('a canary that waits for a person has as much time left afterwards as before', () => {
  const waiting = step(canary, { paused: true, now: after(50) });
  const goesOn = {
    ...canary,
    phaseStartedAt: after(150).toISOString(),
    canaryStartedAt: after(100).toISOString(),
  };
  expect(step(waiting, { now: after(150) })).toEqual(goesOn);
  expect(step(waiting, { now: after(150), verdict: unheard })).toEqual({
    ...goesOn,
    closed: { reason: 'CandidateSilent', since: after(150).toISOString() },
  });
});
