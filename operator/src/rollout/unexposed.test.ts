import { canary, checking, policy, preparing } from '../../test/aRollout.ts';
import { after, anArm, aReading } from '../../test/builders.ts';
import type { Reading } from './reading.ts';
import { mayBeChecked } from './unexposed.ts';

const starts = (mode: string, reading: Partial<Reading> = {}) =>
  mayBeChecked(checking, aReading(reading), policy({ checks: { smoke: { mode, timeoutSeconds: 30 } } }));
const failed: Reading['checked'] = { result: 'Failed', message: 'GET /: 500', evidence: [] };
const pending: Reading['checked'] = { result: 'Pending' };

describe('the Jobs of the checks start', () => {
  it.each(['Required', 'Advisory', 'Disabled'])('when all pods are ready, with smoke %s', (mode) => {
    expect(starts(mode)).toBe(true);
    expect(starts(mode, { candidate: anArm(0, { pods: 1 }) })).toBe(false);
  });

  it('after the questions of the operator were passed, where that is required', () => {
    expect([pending, failed].map((checked) => starts('Required', { checked, now: after(60) }))).toEqual([
      false,
      false,
    ]);
  });

  it('after they were answered, where they are only advised, or when their time is over', () => {
    expect(starts('Advisory', { checked: failed })).toBe(true);
    expect(starts('Advisory', { checked: pending })).toBe(false);
    expect(starts('Advisory', { checked: pending, now: after(30) })).toBe(true);
  });

  it('without them, where there are none', () => {
    expect(starts('Disabled', { checked: pending })).toBe(true);
  });

  it('in no other phase', () => {
    for (const at of [preparing, canary]) expect(mayBeChecked(at, aReading(), policy())).toBe(false);
  });
});
