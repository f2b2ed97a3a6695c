import { median, quantileSorted } from 'simple-statistics';
import { splitmix } from '../harness/splitmix.ts';

/** A number with the interval that it lies in with 95 % confidence. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const resamples = 2000;
const outside = 0.025;

/** A quantile of at least one value, `share` from 0 to 1, linear between neighbours. */
export const quantile = (values: readonly number[], share: number): number =>
  quantileSorted(
    values.toSorted((a, b) => a - b),
    share,
  );

/** The median of at least one value with its percentile bootstrap interval; the same for the same values. */
export function medianOf(values: readonly number[]): Estimate {
  const random = splitmix(1);
  const medians = Array.from({ length: resamples }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  );
  return {
    value: median([...values]),
    low: quantile(medians, outside),
    high: quantile(medians, 1 - outside),
  };
}

/** A share of `of` > 0 trials with its exact interval. Source: Clopper and Pearson, Biometrika 26 (1934). */
export const shareOf = (hits: number, of: number): Estimate => ({
  value: hits / of,
  low: hits === 0 ? 0 : 1 - highest(of - hits, of),
  high: hits === of ? 1 : highest(hits, of),
});

/** The chance of one hit at which so few hits as these are seen with probability `outside`, by bisection. */
function highest(hits: number, of: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (atMost(hits, of, middle) > outside) low = middle;
    else high = middle;
  }
  return low;
}

/** Probability of at most `hits` hits in `of` independent trials. */
function atMost(hits: number, of: number, chance: number): number {
  let term = (1 - chance) ** of;
  let sum = term;
  for (let n = 0; n < hits; n++) {
    term *= (((of - n) / (n + 1)) * chance) / (1 - chance);
    sum += term;
  }
  return sum;
}
