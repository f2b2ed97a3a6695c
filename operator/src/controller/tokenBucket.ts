import type { Clock } from '../clock.ts';

export interface TokenBucketPolicy {
  readonly perSecond: number;
  /** How many may go at once after a quiet time. */
  readonly burst: number;
}

/** Takes a token, one of the future if need be, and answers how many milliseconds it is until then. */
export type TakeToken = () => number;

export function tokenBucket({ perSecond, burst }: TokenBucketPolicy, clock: Clock): TakeToken {
  let tokens = burst;
  let countedAt = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + ((now - countedAt) / 1000) * perSecond) - 1;
    countedAt = now;
    return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000;
  };
}
