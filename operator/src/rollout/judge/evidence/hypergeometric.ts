import type { Compared } from './share.ts';

const { exp, log, max, min, PI } = Math;

/** ln(n!) for n from 0 to 20. */
const small: readonly number[] = Array.from({ length: 21 }, (_, n) => {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += log(i);
  return sum;
});

/** ln(n!) by Stirling's series above 20, exact below. Source: Abramowitz and Stegun, 6.1.41. */
export const logFactorial = (n: number): number =>
  small[n] ?? n * log(n) - n + 0.5 * log(2 * PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Below this part of the sum so far, further terms change nothing. */
const negligible = 1e-17;

/** A table with fixed margins: `hits` in total, of them any number from `fewest` to `most` on the candidate. */
interface Margins {
  readonly candidate: number;
  readonly stable: number;
  readonly hits: number;
  readonly fewest: number;
  readonly most: number;
}

/**
 * Natural logarithms of how much likelier the table is if the odds of the candidate are `times` as high as `tolerated`
 * (a multiple of the stable's) than if they are `tolerated`, given how many hits there were on both sides together. What
 * both share cancels. The exponential of each has a mean of at most 1 wherever the true ratio is `tolerated` or less,
 * because the likelihood ratio grows with the candidate's hits. Source: Fisher's noncentral hypergeometric distribution;
 * Lindon and Malek, NeurIPS 2022.
 */
export function logRatios(
  { candidate, stable }: Compared,
  tolerated: number,
  times: readonly number[],
): readonly number[] {
  const hits = candidate.hits + stable.hits;
  const margins: Margins = {
    candidate: candidate.of,
    stable: stable.of,
    hits,
    fewest: max(0, hits - stable.of),
    most: min(hits, candidate.of),
  };
  if (margins.fewest === margins.most) return times.map(() => 0);
  const before = logTotal(margins, tolerated);
  return times.map((factor) => candidate.hits * log(factor) - logTotal(margins, tolerated * factor) + before);
}

/** ln Σ C(candidate, j)·C(stable, hits − j)·ψʲ: outwards from the largest term, so that the time does not grow with the counts. */
function logTotal(margins: Margins, psi: number): number {
  const { candidate, stable, hits, fewest, most } = margins;
  const mode = modeOf(margins, psi);
  const sum =
    1 +
    side(mode, most, (j) => stepUp(margins, j, psi)) +
    side(mode, fewest, (j) => 1 / stepUp(margins, j - 1, psi));
  return logChoose(candidate, mode) + logChoose(stable, hits - mode) + mode * log(psi) + log(sum);
}

/** Sum of the terms from `from` (left out) to `to`, as parts of the one at `from`. */
function side(from: number, to: number, step: (j: number) => number): number {
  const direction = to >= from ? 1 : -1;
  let term = 1;
  let sum = 0;
  for (let j = from; j !== to && term > negligible * (1 + sum); j += direction) {
    term *= step(j);
    sum += term;
  }
  return sum;
}

/** The term at j + 1 over the term at j; it falls as j grows. */
const stepUp = ({ candidate, stable, hits }: Margins, j: number, psi: number): number =>
  (psi * (candidate - j) * (hits - j)) / ((j + 1) * (stable - hits + j + 1));

/** The first j after which terms no longer grow, by halving. */
function modeOf(margins: Margins, psi: number): number {
  let [low, high] = [margins.fewest, margins.most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (stepUp(margins, middle, psi) > 1) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** ln of the mean of the exponentials of `logs`, without overflow. */
export function logMean(logs: readonly number[]): number {
  const largest = max(...logs);
  return largest + log(logs.reduce((sum, value) => sum + exp(value - largest), 0) / logs.length);
}
