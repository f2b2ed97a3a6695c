import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { type Counted, type Place, together } from './together.ts';
import type { Limit } from './tokens.ts';

/** Counts requests. A window begins with the first request in it. */
export interface Limits {
  /** Counts one request of this caller. Never rejects. */
  readonly take: (caller: string, limit: Limit) => Promise<Place>;
}

/** What counting together needs. */
export interface Counting {
  readonly pool: Pool;
  /** How many pods share the database. */
  readonly pods: () => number;
}

/**
 * Counts in the database for all pods together: exactly as many as the limit says. Who is over it is remembered here, so that their
 * requests cost no query. While the database is away each pod admits its share.
 */
export function sharedLimits({ pool, pods }: Counting): Limits {
  return byLimit(({ requests, seconds: duration }) => {
    const shared = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: 'requests',
      points: requests,
      duration,
      inMemoryBlockOnConsumed: requests,
    });
    const own = new RateLimiterMemory({ points: requests, duration });
    return async (caller, count) => {
      try {
        return counted(await outcome(shared.consume(caller, count)), requests);
      } catch {
        own.points = Math.ceil(requests / pods());
        return counted(await outcome(own.consume(caller, count)), own.points);
      }
    };
  });
}

/** Counts on this pod alone. */
export const localLimits = (): Limits =>
  byLimit(({ requests, seconds }) => {
    const own = new RateLimiterMemory({ points: requests, duration: seconds });
    return async (caller, count) => counted(await outcome(own.consume(caller, count)), requests);
  });

type Count = (caller: string, requests: number) => Promise<Counted>;

/** One limiter for each limit; there are as many as tokens with a limit of their own, at most. */
function byLimit(countWith: (limit: Limit) => Count): Limits {
  const takers = new Map<string, (caller: string) => Promise<Place>>();
  return {
    take: (caller, limit) => {
      const name = `${limit.requests}/${limit.seconds}`;
      const take = takers.get(name) ?? together(countWith(limit));
      takers.set(name, take);
      return take(caller);
    },
  };
}

/** What a limiter says: it rejects who is over the limit with the same kind of answer. */
const outcome = (consumed: Promise<RateLimiterRes>): Promise<RateLimiterRes> =>
  consumed.catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });

/** A caller who is refused from memory is not counted. */
const counted = ({ consumedPoints, msBeforeNext }: RateLimiterRes, most: number): Counted => ({
  count: consumedPoints || undefined,
  most,
  resetMilliseconds: msBeforeNext,
});
