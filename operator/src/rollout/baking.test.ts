import { baking, compared, leadsTo, policy } from '../../test/aRollout.ts';
import { after, anArm, aReading, clean, revisions, shared, silent, worse } from '../../test/builders.ts';
import { next } from './next.ts';
import type { Reading, Verdict } from './reading.ts';

const alarm: Verdict = { name: 'Environment', reason: 'NotConfirmed', message: 'No probe sees it.' };
const whole = { stable: anArm(4), candidate: anArm(4) };
const after1 = (at: typeof baking, reading: Partial<Reading>) =>
  next(at, aReading({ ...whole, ...reading }), policy());

describe('users who fare worse than before, for a reason that no probe sees', () => {
  it('come to both revisions, so that they can be compared in the same seconds', () => {
    expect(after1(baking, { verdict: alarm, now: after(1) })).toEqual(compared);
  });

  it.each<[string, Partial<Reading>]>([
    ['the old revision is not whole', { stable: anArm(3) }],
    ['a selector for both would reach pods of a third', { strangers: 1 }],
    ['probes say that both fail', { verdict: shared }],
  ])('stay where they are while %s', (_, reading) => {
    expect(after1(baking, { verdict: alarm, now: after(1), ...reading })).toEqual(baking);
  });
});

it('a bake in which a container died ends when it has lived for twice as long', () => {
  const at = (steadySeconds: number) =>
    leadsTo(baking, { candidate: anArm(4, { steadySeconds, diedAfterSeconds: 90 }), now: after(1000) });
  expect([at(179), at(180)]).toEqual(['Baking', 'Stable']);
});

describe('a bake that compares', () => {
  it('turns back when the candidate is worse', () => {
    expect(leadsTo(compared, { ...whole, verdict: worse, now: after(4) })).toBe('RollingBack');
  });

  it('gives the candidate all users again after a minute in which it was no worse', () => {
    expect(after1(compared, { verdict: clean, now: after(60) })).toBe(compared);
    expect(after1(compared, { verdict: clean, now: after(61) })).toEqual(baking);
  });

  it.each<[string, Verdict]>([
    ['too little was seen', { ...clean, isProven: false }],
    ['both fail', shared],
    ['nobody is heard', silent],
    ['the alarm goes on', alarm],
  ])('stays as it is while %s, and does not end', (_, verdict) => {
    expect(after1(compared, { verdict, now: after(100_000) })).toBe(compared);
  });

  it('is over when there is nothing to compare with', () => {
    expect(after1(compared, { verdict: silent, stable: anArm(0) })).toEqual(baking);
  });

  it('ends with what the spec asks for, like any bake', () => {
    expect(leadsTo(compared, { ...whole, wanted: revisions.a })).toBe('Stable');
    expect(leadsTo(compared, { ...whole, wanted: revisions.c })).toBe('Preparing');
  });
});
