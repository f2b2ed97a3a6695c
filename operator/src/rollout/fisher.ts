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

/**
 * Fisher's exact test, one-sided: the probability that the candidate has at least its number of hits if both
 * revisions hit equally often. 1 where either side has no trials. Source: Fisher, Journal of the Royal Statistical
 * Society 85 (1922).
 */
export function fisher(candidate: Share, stable: Share): number {
  if (candidate.of === 0 || stable.of === 0) return 1;
  const hits = candidate.hits + stable.hits;
  const all = logChoose(candidate.of + stable.of, hits);
  let p = 0;
  for (let x = candidate.hits; x <= Math.min(hits, candidate.of); x++) {
    if (hits - x > stable.of) continue;
    p += Math.exp(logChoose(candidate.of, x) + logChoose(stable.of, hits - x) - all);
  }
  return Math.min(1, p);
}
