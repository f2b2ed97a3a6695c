import { baking, canary, leadsTo, policy, promoting } from '../../test/aRollout.ts';
import { anArm, aReading, crash, revisions, silent, worse } from '../../test/builders.ts';
import { next } from './next.ts';

const { a, b, c } = revisions;

describe('never turns back to a revision without capacity', () => {
  const rejected = [
    ['hard evidence', { candidate: anArm(4, { fault: crash }) }],
    ['a verdict', { verdict: worse }],
    ['a new spec', { wanted: c }],
    ['the old spec', { wanted: a }],
    ['a held spec', { wanted: c, held: [c] }],
  ] as const;
  const growing = [promoting, baking];
  const all = growing.flatMap((at) =>
    rejected.map(([why, reading]) => [at.phase, why, at, reading] as const),
  );

  it.each(all)('in %s, on %s', (_, __, at, reading) => {
    expect(leadsTo(at, { ...reading, stable: anArm(3) })).not.toMatch(/RollingBack|Preparing|Stable/);
    expect(leadsTo(at, { ...reading, stable: anArm(4) })).toMatch(/RollingBack|Preparing|Stable/);
  });

  it('in a canary, while only the candidate has pods', () => {
    expect(leadsTo(canary, { verdict: worse, stable: anArm(0) })).toBe('Canary 0');
    expect(leadsTo(canary, { verdict: worse, stable: anArm(1) })).toBe('RollingBack');
  });

  it('but to one with some pods where the candidate has none', () => {
    const gone = anArm(0, { fault: crash });
    for (const at of growing) expect(leadsTo(at, { candidate: gone, stable: anArm(1) })).toBe('RollingBack');
    for (const at of growing) expect(leadsTo(at, { candidate: gone, stable: anArm(0) })).toBe(at.phase);
  });

  it('and a stable revision that has died does not keep a world from its next release', () => {
    const reading = aReading({ wanted: c, stable: anArm(0), verdict: silent });
    expect(next(baking, reading, policy())).toEqual({ phase: 'Stable', stable: b });
  });
});
