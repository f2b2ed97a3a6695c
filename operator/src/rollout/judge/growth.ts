/** One number at one time: seconds since 1970, and what was read then. */
export type Point = readonly [seconds: number, value: number];

/** A level that is kept every few seconds, newest last. */
export type Series = readonly Point[];

const everySeconds = 10;
const mostPoints = 24;

/** Adds a level, unless the last one was just kept or nobody tells one. */
export function kept(series: Series, seconds: number, value: number): Series {
  const last = series.at(-1);
  if (!Number.isFinite(value) || (last && seconds - last[0] < everySeconds)) return series;
  return [...series, [seconds, value] as const].slice(-mostPoints);
}

/** Points before a slope is believed: two minutes. */
const pointsThatCount = 12;

/**
 * Growth per second that most pairs of points agree on; it does not follow a few outliers. 0 while there are too few points,
 * where it ends no higher than it began, or where the later half grows less than half as fast as the earlier one: a cache that fills up, and no leak.
 * Source: Theil–Sen estimator, Sen, Journal of the American Statistical Association 63 (1968).
 */
export function slope(series: Series): number {
  if (series.length < pointsThatCount || (series.at(-1)?.[1] ?? 0) <= (series[0]?.[1] ?? 0)) return 0;
  const half = Math.floor(series.length / 2);
  const [early, late] = [medianSlope(series.slice(0, half)), medianSlope(series.slice(half))];
  return late < early / 2 ? 0 : medianSlope(series);
}

function medianSlope(series: Series): number {
  const slopes = series
    .flatMap(([t, value], i) => series.slice(i + 1).map(([later, more]) => (more - value) / (later - t)))
    .sort((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}
