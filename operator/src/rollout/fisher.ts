const { exp, log, PI } = Math;

/** ln(n!) for n from 0 to 20. */
const small: readonly number[] = Array.from({ length: 21 }, (_, n) => {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += log(i);
  return sum;
});

/** ln(n!) by Stirling's series above 20, exact below. Source: Abramowitz and Stegun, 6.1.41. */
const logFactorial = (n: number): number =>
  small[n] ?? n * log(n) - n + 0.5 * log(2 * PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);

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
  const most = Math.min(hits, candidate.of);
  const fewest = Math.max(0, hits - stable.of);
  if (candidate.hits < fewest || candidate.hits > most) return 0;
  let term = chanceOf(candidate, stable);
  let p = term;
  for (
    let x = candidate.hits;
    x !== (direction === 1 ? most : fewest) && term >= p * negligible;
    x += direction
  ) {
    const up = (n: number) => ((candidate.of - n) * (hits - n)) / ((n + 1) * (stable.of - hits + n + 1));
    term *= direction === 1 ? up(x) : 1 / up(x - 1);
    p += term;
  }
  return p;
}

/** Probability of exactly this table. */
function chanceOf(candidate: Share, stable: Share): number {
  const [hits, of] = [candidate.hits + stable.hits, candidate.of + stable.of];
  return exp(
    logChoose(candidate.of, candidate.hits) + logChoose(stable.of, stable.hits) - logChoose(of, hits),
  );
}
