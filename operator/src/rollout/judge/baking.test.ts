import { anSla, counts, judged, probed } from '../../../test/aLook.ts';
import type { Batch } from './batch.ts';
import { emptyRecord, fold } from './record.ts';

type Look = Partial<Omit<Batch, 'at'>>;

/** A canary in which one request of 200 failed on both, and then all users on the candidate, while `then` holds. */
const bake = (looks: number, then: (at: number) => Look) =>
  judged(60 + looks, (at) =>
    at <= 60
      ? { stable: counts(16, { errors: at % 15 === 0 ? 1 : 0 }), candidate: counts(4), probes: probed(6) }
      : { isCut: true, stable: counts(0), probes: probed(6), ...then(at - 60) },
  );
const verdictOf = (looks: number, then: (at: number) => Look) => bake(looks, then).verdict;
const users = (errors: number): Look => ({ candidate: counts(20, { errors }) });

it('a candidate that fails users and the probes that the old revision passes is undone within three looks', () => {
  const { looks, verdict } = bake(60, (at) =>
    at <= 30 ? users(0) : { ...users(20), probes: probed(6, { onlyCandidateFailed: 6 }) },
  );
  expect(verdict.name).toBe('RollBack');
  expect(looks - 90).toBeLessThanOrEqual(3);
});

it('so is one that fails users more than the old one did, where some probes confirm it', () => {
  const { verdict } = bake(120, (at) => ({
    ...users(4),
    probes: probed(6, { onlyCandidateFailed: at % 5 === 0 ? 1 : 0 }),
  }));
  expect(verdict).toMatchObject({ name: 'RollBack', reason: 'ErrorRateWorse' });
});

it('trouble of users that the old revision does not pass any better is the environment', () => {
  expect(verdictOf(30, () => ({ ...users(20), probes: probed(6, { bothFailed: 6 }) }))).toMatchObject({
    name: 'Environment',
    reason: 'BothFail',
  });
});

it('trouble of users that no probe sees cannot be told from the environment, and undoes nothing', () => {
  const verdict = verdictOf(30, () => users(20));
  expect(verdict).toMatchObject({ name: 'Environment', reason: 'NotConfirmed' });
  expect(verdict.message).toContain('The old revision passes no probe that this one fails.');
});

it('slow scenes alone undo nothing either: what they wait for may be slow for both', () => {
  const sla = anSla({ maxSceneLoadSeconds: 3 });
  const loading = (seconds: number) => ({ sceneLoads: [1], sceneLoadSeconds: seconds });
  const verdictOf = (onlyCandidateFailed: number) =>
    judged(
      90,
      (at) =>
        at <= 60
          ? { stable: counts(16, loading(1)), candidate: counts(4, loading(1)) }
          : {
              isCut: true,
              stable: counts(0),
              candidate: counts(20, loading(9)),
              probes: probed(6, { onlyCandidateFailed }),
            },
      sla,
    ).verdict;
  expect(verdictOf(0)).toMatchObject({ name: 'Environment', reason: 'NotConfirmed' });
  expect(verdictOf(3)).toMatchObject({ name: 'RollBack' });
});

it('trouble that is over is forgotten', () => {
  expect(verdictOf(120, (at) => users(at <= 5 ? 20 : 0)).name).toBe('Continue');
});

it('failing as often as the old revision did is no trouble', () => {
  expect(verdictOf(300, (at) => users(at % 12 === 0 ? 1 : 0)).name).toBe('Continue');
});

it('the stable is not missed by its users', () => {
  expect(verdictOf(30, () => users(0))).toMatchObject({ name: 'Continue', isProven: true });
});

it('a week of baking costs a look no more than a minute', () => {
  const record = bake(300, () => users(0)).record;
  const sizeOf = (value: unknown) => JSON.stringify(value).length;
  const later = Array.from({ length: 2000 }, (_, i) => i).reduce(
    (before, i) =>
      fold(before, {
        at: Date.parse('2026-03-02') + i * 1000,
        isCut: true,
        stable: counts(0),
        candidate: counts(20),
        probes: probed(6),
      }),
    record,
  );
  expect(sizeOf(later)).toBeLessThan(2 * sizeOf(record) + sizeOf(emptyRecord));
});
