import { medianOf, quantile, shareOf } from './numbers.ts';

it('finds quantiles between values', () => {
  expect([quantile([3, 1, 2], 0), quantile([3, 1, 2], 0.5), quantile([1, 2], 0.75)]).toEqual([1, 2, 1.75]);
});

it('gives a median an interval of values that were seen, the same each time', () => {
  const values = [4, 1, 9, 5, 6];
  expect(medianOf(values)).toEqual({ value: 5, low: 1, high: 9 });
  expect(medianOf(values)).toEqual(medianOf(values));
});

// Exact limits as tables of the binomial distribution give them.
it.each([
  [0, 30, 0, 0.1157],
  [0, 200, 0, 0.0183],
  [5, 20, 0.0866, 0.491],
  [20, 20, 0.8316, 1],
])('gives %d of %d the exact interval', (hits, of, low, high) => {
  const share = shareOf(hits, of);
  expect(share.value).toBe(hits / of);
  expect(share.low).toBeCloseTo(low, 3);
  expect(share.high).toBeCloseTo(high, 3);
});
