import type { RequestHandler, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';

/** How many requests a caller may make in a window that begins with its first. */
export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Lets each caller make so many requests; more are 429 until the window is over. Every answer says how many are left and when
 * the count starts again.
 */
export function limited(limit: Limit, keyOf: (req: Parameters<RequestHandler>[0]) => string): RequestHandler {
  const limiter = new RateLimiterMemory({ points: limit.requests, duration: limit.seconds });
  return async (req, res, next) => {
    const taken = await limiter.consume(keyOf(req)).catch((refused: unknown) => refused);
    if (!(taken instanceof RateLimiterRes)) throw taken;
    const resetSeconds = Math.max(1, Math.ceil(taken.msBeforeNext / 1000));
    announce(res, { ...limit, left: taken.remainingPoints, resetSeconds });
    if (taken.consumedPoints <= limit.requests) return next();
    res.setHeader('Retry-After', resetSeconds);
    const sentence = `More than ${limit.requests} requests in ${limit.seconds} s; the count starts again in ${resetSeconds} s.`;
    throw new Problem(429, 'RATE_LIMIT_EXCEEDED', sentence, { retry_after: resetSeconds });
  };
}

interface Budget extends Limit {
  readonly left: number;
  readonly resetSeconds: number;
}

function announce(res: Response, { requests, seconds, left, resetSeconds }: Budget): void {
  res.setHeader('RateLimit-Policy', `"default";q=${requests};w=${seconds}`);
  res.setHeader('RateLimit', `"default";r=${left};t=${resetSeconds}`);
  res.setHeader('X-RateLimit-Limit', requests);
  res.setHeader('X-RateLimit-Remaining', left);
  res.setHeader('X-RateLimit-Reset', Math.ceil(Date.now() / 1000) + resetSeconds);
}
