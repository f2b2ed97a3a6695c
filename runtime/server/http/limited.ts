import type { Request, RequestHandler, Response } from 'express';
import type { Caller } from '../access/caller.ts';
import type { Limits } from '../access/limits.ts';
import type { Limit } from '../access/tokens.ts';
import { Problem } from './problem.ts';

/** What limits callers of the API. */
export interface Limiting {
  readonly limits: Limits;
  /** The limit of who has none of their own. */
  readonly usual: Limit;
  readonly caller: (req: Request) => Caller;
}

/**
 * Lets each caller make so many requests: a token as many as it may, an address the usual number. More are 429 until the window is
 * over. Every answer says how many are left and when the count starts again (draft-ietf-httpapi-ratelimit-headers-11).
 */
export function limited({ limits, usual, caller }: Limiting): RequestHandler {
  const take = async (key: string, limit: Limit, res: Response) => {
    const { isAllowed, left, resetMilliseconds } = await limits.take(key, limit);
    const resetSeconds = Math.max(1, Math.ceil(resetMilliseconds / 1000));
    announce(res, { ...limit, left, resetSeconds });
    if (!isAllowed) throw exceeded(res, limit, resetSeconds);
  };
  return (req, res, next) => {
    const { key, token } = caller(req);
    const own = token?.limit ?? 'usual';
    if (own === 'none') return next();
    return take(key, own === 'usual' ? usual : own, res).then(() => next());
  };
}

/** Lets each address make so many requests to what visitors use. No answer speaks of it before it is too many. */
export function limitedByAddress({ limits, usual, caller }: Limiting): RequestHandler {
  return async (req, res, next) => {
    const { isAllowed, resetMilliseconds } = await limits.take(caller(req).address, usual);
    if (!isAllowed) throw exceeded(res, usual, Math.max(1, Math.ceil(resetMilliseconds / 1000)));
    next();
  };
}

function exceeded(res: Response, { requests, seconds }: Limit, resetSeconds: number): Problem {
  res.setHeader('Retry-After', resetSeconds);
  const sentence = `More than ${requests} requests in ${seconds} s; the count starts again in ${resetSeconds} s.`;
  return new Problem(429, 'RATE_LIMIT_EXCEEDED', sentence, { retry_after: resetSeconds });
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
