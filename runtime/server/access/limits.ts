import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limit } from './tokens.ts';

/** What a caller has left after a request. */
export interface Taken {
  readonly isAllowed: boolean;
  readonly left: number;
  /** When the count starts again. */
  readonly resetMilliseconds: number;
}

/** Counts requests. A window begins with the first request in it. */
export interface Limits {
  /** Counts one request of this caller. Never rejects. */
  readonly take: (caller: string, limit: Limit) => Promise<Taken>;
}

/** What counting together needs. */
export interface Counting {
  readonly pool: Pool;
  /** How many pods share the database. */
  readonly pods: () => number;
}

type Kind = RateLimiterPostgres | RateLimiterMemory;

/**
 * Counts in the database for all pods together: exactly as many as the limit says. Who is over it is remembered here, so that their
 * requests cost no query. While the database is away each pod admits its share.
 */
export function sharedLimits({ pool, pods }: Counting): Limits {
  const limiters = byLimit(({ requests: points, seconds: duration }) => {
    const insuranceLimiter = new RateLimiterMemory({ points, duration });
    const limiter = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: 'requests',
      points,
      duration,
      inMemoryBlockOnConsumed: points,
      insuranceLimiter,
    });
    return { limiter, insuranceLimiter };
  });
  return {
    take: (caller, limit) => {
      const { limiter, insuranceLimiter } = limiters(limit);
      insuranceLimiter.points = Math.ceil(limit.requests / pods());
      return take(limiter, caller);
    },
  };
}

/** Counts on this pod alone. */
export function localLimits(): Limits {
  const limiters = byLimit(
    ({ requests: points, seconds: duration }) => new RateLimiterMemory({ points, duration }),
  );
  return { take: (caller, limit) => take(limiters(limit), caller) };
}

/** One limiter for each limit; there are as many as tokens with a limit of their own, at most. */
function byLimit<T>(make: (limit: Limit) => T): (limit: Limit) => T {
  const made = new Map<string, T>();
  return (limit) => {
    const name = `${limit.requests}/${limit.seconds}`;
    const found = made.get(name) ?? make(limit);
    made.set(name, found);
    return found;
  };
}

async function take(limiter: Kind, caller: string): Promise<Taken> {
  try {
    return taken(await limiter.consume(caller), true);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return taken(refused, false);
    throw refused;
  }
}

const taken = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isAllowed: boolean): Taken => ({
  isAllowed,
  left: remainingPoints,
  resetMilliseconds: msBeforeNext,
});
