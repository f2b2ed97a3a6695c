import type { RequestHandler, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';

const windowSeconds = 60;

/**
 * Lets each caller make so many requests a minute, counted from its first; more are 429 until that minute is over. Every answer
 * says how many are left and when the count starts again.
 */
export function limited(
  perMinute: number,
  keyOf: (req: Parameters<RequestHandler>[0]) => string,
): RequestHandler {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
  return async (req, res, next) => {
    const taken = await limiter.consume(keyOf(req)).catch((refused: unknown) => refused);
    if (!(taken instanceof RateLimiterRes)) throw taken;
    const resetSeconds = Math.max(1, Math.ceil(taken.msBeforeNext / 1000));
    announce(res, { perMinute, left: taken.remainingPoints, resetSeconds });
    if (taken.consumedPoints <= perMinute) return next();
    res.setHeader('Retry-After', resetSeconds);
    const sentence = `More than ${perMinute} requests in a minute; the count starts again in ${resetSeconds} s.`;
    throw new Problem(429, 'RATE_LIMIT_EXCEEDED', sentence, { retry_after: resetSeconds });
  };
}

interface Budget {
  readonly perMinute: number;
  readonly left: number;
  readonly resetSeconds: number;
}

function announce(res: Response, { perMinute, left, resetSeconds }: Budget): void {
  res.setHeader('RateLimit-Policy', `"default";q=${perMinute};w=${windowSeconds}`);
  res.setHeader('RateLimit', `"default";r=${left};t=${resetSeconds}`);
  res.setHeader('X-RateLimit-Limit', perMinute);
  res.setHeader('X-RateLimit-Remaining', left);
  res.setHeader('X-RateLimit-Reset', Math.ceil(Date.now() / 1000) + resetSeconds);
}
