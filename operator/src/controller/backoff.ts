/** How long to wait between attempts: at first about `baseMilliseconds`, doubled each time, never more than the maximum. */
export interface BackoffPolicy {
  readonly baseMilliseconds: number;
  readonly maxMilliseconds: number;
}

/**
 * The wait before the attempt that follows `failures` failures in a row (0 or more), in milliseconds. Full jitter: evenly spread from
 * nothing to the bound, so that many who failed together do not come back together. `random` is in [0, 1).
 */
export function backoff(failures: number, policy: BackoffPolicy, random: () => number): number {
  const bound = Math.min(policy.maxMilliseconds, policy.baseMilliseconds * 2 ** failures);
  return random() * bound;
}
