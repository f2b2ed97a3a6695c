/** ln(n!) by Stirling's series above 20, exact below. Source: Abramowitz and Stegun, 6.1.41. */
function logFactorial(n: number): number {
  if (n < 2) return 0;
  if (n <= 20) return logFactorial(n - 1) + Math.log(n);
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

export interface Share {
  /** Of `of` trials, `hits` were hits: whole numbers, 0 ≤ hits ≤ of. */
  readonly hits: number;
  readonly of: number;
}

/** Below this part of the sum so far, further terms change nothing. */
const negligible = 1e-17;

/**
 * Fisher's exact test, one-sided: the probability that the candidate has at least its number of hits if both
 * revisions hit equally often. 1 where either side has no trials. Source: Fisher, Journal of the Royal Statistical
 * Society 85 (1922).
 */
export function fisher(candidate: Share, stable: Share): number {
  if (candidate.of === 0 || stable.of === 0) return 1;
  // Each tail is summed outwards from its largest term, so that the time does not grow with the counts.
  return isAboveExpected(candidate, stable)
    ? Math.min(1, tail(candidate, stable, 1))
    : Math.max(0, 1 - tail({ ...candidate, hits: candidate.hits - 1 }, withOneMore(stable), -1));
}

const isAboveExpected = (candidate: Share, stable: Share): boolean =>
  candidate.hits * (candidate.of + stable.of) > (candidate.hits + stable.hits) * candidate.of;

const withOneMore = (stable: Share): Share => ({ ...stable, hits: stable.hits + 1 });

/** Probability of these hits and of all that lie further out, upwards or downwards. */
function tail(candidate: Share, stable: Share, direction: 1 | -1): number {
  const hits = candidate.hits + stable.hits;
  const all = logChoose(candidate.of + stable.of, hits);
  const most = Math.min(hits, candidate.of);
  const fewest = Math.max(0, hits - stable.of);
  let p = 0;
  for (let x = candidate.hits; x >= fewest && x <= most; x += direction) {
    const term = Math.exp(logChoose(candidate.of, x) + logChoose(stable.of, hits - x) - all);
    p += term;
    if (term < p * negligible) break;
  }
  return p;
}
