import type { ErrorRequestHandler, Request } from 'express';
import { Problem } from '../http/problem.ts';
import type { Metrics } from '../metrics.ts';
import type { Caller } from './caller.ts';
import type { Refusal, Refusals } from './refusals.ts';

/** What refusals are noted with. */
export interface Noting {
  readonly refusals: Refusals;
  readonly metrics: Pick<Metrics, 'authFailures' | 'rateLimited'>;
}

const types: Readonly<Record<string, Refusal['type']>> = {
  UNAUTHORIZED: 'auth.failed',
  SCOPE_MISSING: 'auth.failed',
  TICKET_REFUSED: 'auth.failed',
  RATE_LIMIT_EXCEEDED: 'rate_limit.exceeded',
};

/** Counts and notes each request that was refused for who sent it, and passes the problem on. */
export function refused(
  { refusals, metrics }: Noting,
  caller: (req: Request) => Caller,
): ErrorRequestHandler {
  return (error, req, _res, next) => {
    const type = error instanceof Problem ? types[error.code] : undefined;
    if (!type) return next(error);
    const { key, name: actor, address } = caller(req);
    if (type === 'auth.failed') metrics.authFailures.inc({ reason: error.code });
    else metrics.rateLimited.inc();
    refusals.note({ type, key, actor, address, path: req.path.slice(0, 256), reason: error.code });
    next(error);
  };
}
