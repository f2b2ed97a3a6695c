import type { Request, RequestHandler, Response } from 'express';
import { addressKey } from '../access/address.ts';
import { type Caller, clientOf } from '../access/caller.ts';
import type { Metrics } from '../metrics.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Counts and times every answer by what really went out. Outermost of all, so that nothing is answered uncounted.
 * A caller that leaves before its answer counts as 499.
 */
export function measured(metrics: Metrics, caller: (req: Request) => Caller): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    const { path } = req;
    // A connection that is closed with its answer has no address any more.
    const from = caller(req);
    res.on('close', () => {
      const client = clientOf(req.headers['user-agent'], path, from);
      const route = routeOf(req);
      metrics.requests.inc({ status: statusOf(res), client, method: methodOf(req), route });
      metrics.requestSeconds.observe({ client, route }, (performance.now() - began) / 1000);
      if (client === 'user') metrics.callers.answered(addressOf(from), hasFailed(res));
    });
    next();
  };
}

const statusOf = (res: Response) => (res.headersSent ? String(res.statusCode) : '499');

/** Whatever token it shows: a machine that uses two is one client. */
const addressOf = ({ credentials, key, address }: Caller) =>
  credentials === 'valid' ? addressKey(address) : key;

const hasFailed = (res: Response) => res.headersSent && res.statusCode >= 500;

const methodOf = ({ method }: Request) => (methods.has(method) ? method : 'other');

/** The route's pattern, never the address itself: callers must not be able to make up series. */
function routeOf({ route }: Request): string {
  const path: unknown = route?.path;
  return typeof path === 'string' ? path : 'other';
}
