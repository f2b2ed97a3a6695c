import fc from 'fast-check';
import { fisher, type Share } from './fisher.ts';

const share = (hits: number, of: number): Share => ({ hits, of });

/** Probabilities computed with scipy.stats.fisher_exact, alternative "greater". */
it.each([
  [5, 5, 0, 5, 0.003968253968253969],
  [10, 10, 0, 10, 5.412544112234515e-6],
  [3, 10, 1, 30, 0.04168946274209432],
  [8, 20, 10, 200, 2.7254076011028743e-5],
  [1, 14, 11, 12, 0.9999998964556779],
  [0, 7, 3, 20, 1],
  [2, 50, 5, 100, 0.7429184644599646],
  [30, 1500, 20, 4500, 1.436840342764557e-7],
  [25, 25, 75, 75, 1],
  [7, 400, 3, 1200, 0.00340497044150125],
  [120, 20_000, 300, 60_000, 0.05220384976344082],
  [600, 100_000, 500, 100_000, 0.0013722460597528562],
  [0, 10, 0, 10, 1],
  [4, 1000, 9, 900, 0.9699689664543693],
])('%d of %d against %d of %d has the probability %d', (hits, of, stableHits, stableOf, expected) => {
  const p = fisher(share(hits, of), share(stableHits, stableOf));
  expect(Math.abs(p - expected) / expected).toBeLessThan(1e-7);
});

it('says nothing where one side has no trials', () => {
  expect(fisher(share(0, 0), share(3, 10))).toBe(1);
  expect(fisher(share(3, 10), share(0, 0))).toBe(1);
});

const someShare = fc.nat(60).chain((of) => fc.record({ of: fc.constant(of), hits: fc.nat(of) }));

it('is a probability, and smaller with one hit more', () => {
  fc.assert(
    fc.property(someShare, someShare, (candidate, stable) => {
      const p = fisher(candidate, stable);
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      if (candidate.hits === candidate.of || stable.of === 0) return;
      const more = fisher({ ...candidate, hits: candidate.hits + 1 }, stable);
      expect(more).toBeLessThanOrEqual(p + 1e-12);
    }),
  );
});

it('gives the same as adding up every table with these margins', () => {
  const choose = (n: number, k: number): number =>
    k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
  fc.assert(
    fc.property(someShare, someShare, (candidate, stable) => {
      fc.pre(candidate.of > 0 && stable.of > 0);
      const hits = candidate.hits + stable.hits;
      let p = 0;
      for (let x = candidate.hits; x <= candidate.of; x++)
        p += choose(candidate.of, x) * choose(stable.of, hits - x);
      expect(fisher(candidate, stable)).toBeCloseTo(p / choose(candidate.of + stable.of, hits), 9);
    }),
  );
});

it('takes no longer for billions of trials', () => {
  expect(fisher(share(1e9, 2e9), share(1e9, 2e9))).toBeCloseTo(0.5, 4);
  expect(fisher(share(0, 2e9), share(1e9, 2e9))).toBe(1);
  expect(fisher(share(1e9 + 1e6, 2e9), share(1e9, 2e9))).toBeLessThan(1e-100);
});
