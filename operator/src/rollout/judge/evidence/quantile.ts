import { total } from '../batch.ts';
import type { Share } from './share.ts';

/** Observations before a quantile is trusted: of fewer it says nothing. */
const observationsThatCount = 50;

/**
 * Index of the bucket that holds the 95th percentile of what was counted so far, not below the bucket that ends at `floor`;
 * absent while there are too few observations, or where only the last bucket, without a bound, holds it.
 */
export function slowFrom(
  counts: readonly number[],
  bounds: readonly number[],
  floor: number,
): number | undefined {
  const all = total(counts);
  if (all < observationsThatCount) return undefined;
  let below = 0;
  const index = counts.findIndex((count, i) => {
    below += count;
    return below >= 0.95 * all && (bounds[i] ?? Number.POSITIVE_INFINITY) >= floor;
  });
  return index >= 0 && index < bounds.length ? index : undefined;
}

/** How many were slower than that bucket. */
export const slowerThan = (counts: readonly number[], index: number): Share => ({
  hits: total(counts.slice(index + 1)),
  of: total(counts),
});
