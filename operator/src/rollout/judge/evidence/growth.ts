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

/** Seconds for which a level that was reached counts: what is collected comes back. */
const peakSeconds = 30;

/** The highest level of about the last half minute, and when it was reached. A level that nobody tells is none. */
export function peak(before: Point, seconds: number, value: number): Point {
  const isOld = seconds - before[0] > peakSeconds;
  return value >= before[1] || (isOld && Number.isFinite(value)) ? [seconds, value] : before;
}

/** Points before a slope is believed: two minutes. */
const pointsThatCount = 12;

/**
 * Growth per second that most pairs of points agree on; it does not follow a few outliers. 0 while there are too few points,
 * or where the later half is no higher than the earlier one or grows less than half as fast: a cache that fills up, and no
 * leak. Source: Theil–Sen estimator, Sen, Journal of the American Statistical Association 63 (1968).
 */
export function slope(series: Series): number {
  if (series.length < pointsThatCount) return 0;
  const half = Math.floor(series.length / 2);
  const [early, late] = [series.slice(0, half), series.slice(half)];
  const level = (points: Series) => median(points.map(([, value]) => value));
  if (level(late) <= level(early)) return 0;
  return medianSlope(late) < medianSlope(early) / 2 ? 0 : medianSlope(series);
}

const medianSlope = (series: Series): number =>
  median(
    series.flatMap(([t, value], i) =>
      series.slice(i + 1).map(([later, more]) => (more - value) / (later - t)),
    ),
  );

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
