import type { Request, RequestHandler, Response } from 'express';
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
    res.on('close', () => {
      const client = clientOf(req.headers['user-agent'], path, caller(req));
      const route = routeOf(req);
      metrics.requests.inc({ status: statusOf(res), client, method: methodOf(req), route });
      metrics.requestSeconds.observe({ client, route }, (performance.now() - began) / 1000);
    });
    next();
  };
}

const statusOf = (res: Response) => (res.headersSent ? String(res.statusCode) : '499');

const methodOf = ({ method }: Request) => (methods.has(method) ? method : 'other');

/** The route's pattern, never the address itself: callers must not be able to make up series. */
function routeOf({ route }: Request): string {
  const path: unknown = route?.path;
  return typeof path === 'string' ? path : 'other';
}
