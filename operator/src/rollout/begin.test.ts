import { canary, checking, first, leadsTo, policy, preparing, stable, trials } from '../../test/aRollout.ts';
import { after, aHold, anArm, aReading, aTrial, noon, revisions, silent } from '../../test/builders.ts';
import { next } from './next.ts';
import type { Rollout } from './rollout.ts';

const { a, b, c } = revisions;
const late = { now: after(100_000) };

describe('a spec that changes its mind during a release', () => {
  it.each(trials)('in $phase gets the newest revision, from the stable one', (at) => {
    expect(next(at, aReading({ wanted: c }), policy())).toEqual({
      phase: 'Preparing',
      stable: a,
      candidate: c,
      startedAt: noon.toISOString(),
      phaseStartedAt: noon.toISOString(),
      pullFailures: [],
    });
  });

  it.each(trials)('in $phase is stable at once when it goes back to the stable revision', (at) => {
    expect(next(at, aReading({ wanted: a }), policy())).toEqual(stable);
  });

  it.each(trials)('in $phase goes back to the stable revision when it asks for one that is held', (at) => {
    expect(next(at, aReading({ wanted: c, held: [c] }), policy())).toEqual(stable);
  });

  it('is stable at once also after a rollback', () => {
    const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };
    expect(next(rolledBack, aReading({ wanted: a, held: [b] }), policy())).toEqual(stable);
  });

  it('is heard after a rollback that has begun is over', () => {
    const at: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };
    expect(next(at, aReading({ wanted: c }), policy())).toEqual(at);
  });
});

describe('a held revision', () => {
  const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };

  it('that is asked for again changes nothing', () => {
    expect(next(rolledBack, aReading({ held: [b] }), policy())).toBe(rolledBack);
    expect(next(stable, aReading({ held: [b] }), policy())).toBe(stable);
  });

  it('starts again from the beginning when its hold is released', () => {
    expect(next(rolledBack, aReading({ now: after(50) }), policy())).toEqual({
      phase: 'Preparing',
      ...aTrial({ startedAt: after(50).toISOString(), phaseStartedAt: after(50).toISOString() }),
    });
  });

  it('does not stand in the way of another', () => {
    expect(next(rolledBack, aReading({ wanted: c, held: [b] }), policy())).toMatchObject({
      phase: 'Preparing',
      stable: a,
      candidate: c,
    });
  });
});

describe('a world that is paused', () => {
  it('starts no release', () => {
    expect(leadsTo(stable, { paused: true })).toBe('Stable');
    expect(leadsTo({ phase: 'Pending' }, { paused: true })).toBe('Pending');
  });

  it.each(trials)('stays in $phase, however long', (at) => {
    const reading = aReading({ paused: true, ...late });
    expect(next(at, reading, policy({ whenUndecided: 'Rollback' }))).toMatchObject({ phase: at.phase });
  });

  it.each(trials.filter(({ phase }) => phase !== 'Baking'))(
    'in $phase has a clock that stands still',
    (at) => {
      const paused = next(at, aReading({ paused: true, candidate: anArm(0), ...late }), policy());
      const resumed = next(paused, aReading({ candidate: anArm(0), now: after(1, late.now) }), policy());
      expect(resumed).toEqual({
        ...at,
        phaseStartedAt: after(1, late.now).toISOString(),
        ...('canaryStartedAt' in at && { canaryStartedAt: after(1).toISOString() }),
      });
    },
  );
});

describe('a release that waits for a cure', () => {
  const blocked = 'Secret plaza-secrets: it does not exist; create it.';

  it('does not start', () => {
    expect(leadsTo(stable, { blocked })).toBe('Stable');
  });

  it('does not leave Preparing, and is not late either', () => {
    expect(leadsTo(preparing, { blocked })).toBe('Preparing');
    const waiting = next(preparing, aReading({ blocked, candidate: anArm(0), ...late }), policy());
    expect(leadsTo(waiting, { candidate: anArm(0), now: after(1, late.now) })).toBe('Preparing');
  });

  it('goes on where its pods have started already', () => {
    expect(leadsTo(checking, { blocked })).toBe('Canary 0');
    expect(leadsTo(canary, { blocked, now: after(20) })).toBe('Canary 1');
  });
});

describe('a world that is turned off', () => {
  const off = policy({}, 0);
  const nobody = { stable: anArm(0), candidate: anArm(0) };

  it('starts no release', () => {
    expect(leadsTo(stable, nobody, off)).toBe('Stable');
    expect(leadsTo({ phase: 'Pending' }, nobody, off)).toBe('Pending');
  });

  it.each(trials)(
    'gives up a release in $phase, holds nothing, and starts it anew when it is turned on',
    (at) => {
      for (const reading of [{}, nobody, { ...nobody, paused: true }, { verdict: silent }])
        expect(next(at, aReading(reading), off)).toEqual(stable);
      expect(leadsTo(stable, nobody)).toBe('Preparing');
    },
  );

  it('gives up a first release as well', () => {
    expect(leadsTo(first, nobody, off)).toBe('Pending');
  });
});
