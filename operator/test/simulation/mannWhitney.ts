export type Points = readonly number[];

/** Two-sided 98 %, as Kayenta has it: the normal deviate that is exceeded by chance once in a hundred on each side. */
const deviate = 2.326;

/**
 * Whether the one sample is larger than the other, by ranks, with the normal approximation corrected for ties.
 * Source: Mann and Whitney, Annals of Mathematical Statistics 18 (1947).
 */
export function isLarger(one: Points, other: Points): boolean {
  const all = [...one, ...other].sort((a, b) => a - b);
  const n = all.length;
  const rankSum = one.reduce((sum, value) => sum + rank(all, value), 0);
  const u = rankSum - (one.length * (one.length + 1)) / 2;
  const mean = (one.length * other.length) / 2;
  const ties = [...new Set(all)].map((value) => all.filter((point) => point === value).length);
  const tied = ties.reduce((sum, t) => sum + (t ** 3 - t), 0) / (n * (n - 1));
  const variance = ((one.length * other.length) / 12) * (n + 1 - tied);
  return variance > 0 && (u - mean - 0.5) / Math.sqrt(variance) > deviate;
}

/** The mean rank of a value among all, from 1. */
const rank = (sorted: Points, value: number): number =>
  (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1;
