import fc from 'fast-check';
import { backoff } from './backoff.ts';

const policy = { baseMilliseconds: 800, maxMilliseconds: 30_000 };
const bound = (failures: number) => backoff(failures, policy, () => 1);

it('the longest wait doubles with each failure, up to the maximum', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7].map(bound)).toEqual([
    800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000,
  ]);
});

it('the wait lies anywhere between nothing and the longest, after any number of failures', () => {
  fc.assert(
    fc.property(
      fc.nat(5000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, random) => {
        const wait = backoff(failures, policy, () => random);
        return wait >= 0 && wait <= policy.maxMilliseconds && wait === random * bound(failures);
      },
    ),
  );
});
