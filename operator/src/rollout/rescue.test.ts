import { counts, judged } from '../../test/aLook.ts';
import { baking, canary, closed, lastStep, leadsTo, policy, promoting } from '../../test/aRollout.ts';
import {
  after,
  anArm,
  anOwner,
  aReading,
  clean,
  crash,
  noon,
  revisions,
  worse,
} from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import { traffic } from '../plan/service.ts';
import { next } from './next.ts';
import type { Reading } from './reading.ts';
import { failsUsersAlone } from './rescue.ts';
import type { In, Rollout } from './rollout.ts';

const { a, b } = revisions;
const usersOf = (at: Rollout) => traffic(anOwner(), at)[labels.revision] ?? 'both';
const step = (at: Rollout, reading: Partial<Reading>) => next(at, aReading(reading), policy());
const rescue: In<'Promoting'> = { ...promoting, phase: 'Promoting', stable: a, promotedBy: 'Rescue' };

describe.each([canary, lastStep, closed('EnvironmentBad'), closed('Undecided'), promoting])(
  'a candidate in $phase that is well',
  (at) => {
    it.each<[string, Partial<Reading>]>([
      ['has no ready pod', { stable: anArm(0) }],
      ['fails the users that the candidate serves', { stableFailsUsers: true }],
    ])('has all users at once when the stable %s', (_, broken) => {
      const rescued = step(at, { ...broken, candidate: anArm(1), now: after(3) });
      expect(rescued).toEqual({ ...rescue, phaseStartedAt: after(3).toISOString() });
      expect(usersOf(rescued)).toBe(b);
    });

    it.each<[string, Partial<Reading>]>([
      ['crashes', { candidate: anArm(1, { fault: crash }) }],
      ['is worse', { verdict: worse }],
      ['has no ready pod', { candidate: anArm(0) }],
    ])('rescues nobody when it %s', (_, ill) => {
      expect(step(at, { stable: anArm(0), ...ill })).not.toHaveProperty('promotedBy', 'Rescue');
    });
  },
);

it('a world that is turned off needs no rescue', () => {
  const off = aReading({ stable: anArm(0), candidate: anArm(1) });
  expect(next(canary, off, policy({}, 0))).not.toHaveProperty('promotedBy');
});

describe('a rescue', () => {
  it('grows to full size and then bakes, whatever the judge has seen', () => {
    expect(step(rescue, { candidate: anArm(3), stable: anArm(0) })).toEqual(rescue);
    expect(leadsTo(rescue, { stable: anArm(0), verdict: { ...clean, isProven: false } })).toBe('Baking');
  });

  it('that has no ready pod any more gives users to whoever has one', () => {
    expect(usersOf(step(rescue, { candidate: anArm(0), stable: anArm(1) }))).toBe('both');
  });

  it('is undone by hard evidence when the stable is whole again', () => {
    const crashing = { candidate: anArm(3, { fault: crash }) };
    expect(leadsTo(rescue, { ...crashing, stable: anArm(4) })).toBe('RollingBack');
    expect(leadsTo(rescue, { ...crashing, stable: anArm(1) })).toBe('Promoting');
    expect(leadsTo(baking, { ...crashing, stable: anArm(0) })).toBe('Baking');
  });
});

describe('the stable fails users alone', () => {
  const sees = (stable: [number, number], candidate: [number, number]) =>
    failsUsersAlone(
      judged(5, () => ({
        stable: counts(stable[1], { errors: stable[0] }),
        candidate: counts(candidate[1], { errors: candidate[0] }),
      })).record,
    );

  it.each<[string, [number, number], [number, number], boolean]>([
    ['when it fails all of them and the candidate none', [15, 15], [0, 5], true],
    ['when it fails most', [9, 15], [0, 5], true],
    ['not when it fails some', [5, 15], [0, 5], false],
    ['not when the candidate fails too', [15, 15], [1, 5], false],
    ['not when the candidate has no users', [15, 15], [0, 0], false],
    ['not when it was asked hardly anything', [1, 1], [0, 5], false],
  ])('%s', (_, stable, candidate, expected) => {
    expect(sees(stable, candidate)).toBe(expected);
  });
});

describe('a rollback of a rollback', () => {
  const rollingBack: Rollout = {
    ...canary,
    phase: 'RollingBack',
    hold: { revision: b, phase: 'Canary', since: noon.toISOString(), ...crash },
  };
  const failed = step(rollingBack, { held: [b], stable: anArm(0), now: after(120) });

  it('there is none: a world that nobody serves is left as it is and says so', () => {
    expect(failed).toMatchObject({ phase: 'RolledBack', stable: a, isFailed: true });
    expect(step(failed, { held: [b], stable: anArm(0) })).toEqual(failed);
  });

  it('is also what a revision would need that fails later', () => {
    const { isFailed: _, ...rolledBack } = failed as In<'RolledBack'>;
    expect(step(rolledBack, { held: [b], stable: anArm(0) })).toEqual(failed);
    expect(step(rolledBack, { held: [b], stable: anArm(1) })).toEqual(rolledBack);
    const placeless = anArm(0, { environment: 'Pod x cannot be scheduled.' });
    expect(step(rolledBack, { held: [b], stable: placeless })).toEqual(rolledBack);
  });

  it('is forgotten when the revision serves again, and a new spec is tried all the same', () => {
    expect(step(failed, { held: [b] })).not.toHaveProperty('isFailed');
    expect(leadsTo(failed, { held: [b], stable: anArm(0), wanted: revisions.c })).toBe('Preparing');
  });
});
