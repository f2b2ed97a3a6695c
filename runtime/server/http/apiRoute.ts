import type { RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import type { Caller } from '../access/caller.ts';
import { Problem } from './problem.ts';

type Handlers = RequestHandler | RequestHandler[];

/** One path of the API. */
export interface ApiRoute {
  readonly path: string;
  /** `open` answers anybody, in short; `token` answers only who has one; `always` is `token`, also while the API is off. */
  readonly access: 'open' | 'token' | 'always';
  readonly get?: Handlers;
  readonly post?: Handlers;
}

/** What stands before every route. */
export interface Doors {
  readonly apiEnabled: boolean;
  readonly caller: (req: Parameters<RequestHandler>[0]) => Caller;
  readonly limit: RequestHandler;
  readonly log: Logger;
}

/** Puts the routes on a router, each behind the doors that its access asks for, and says so in the log. */
export function mount(router: Router, routes: readonly ApiRoute[], doors: Doors): void {
  for (const { path, access, get, post } of routes) {
    const route = router.route(path).all(entrance(access, doors));
    if (get) route.get(get);
    if (post) route.post(post);
    const allowed = [get && 'GET, HEAD', post && 'POST'].filter(Boolean).join(', ');
    route.all((_req, res) => {
      res.setHeader('Allow', allowed);
      throw new Problem(405, 'METHOD_NOT_ALLOWED', `${path} answers ${allowed} only.`);
    });
    doors.log.info(`[HttpApiServer] Registered ${path} router`);
  }
}

function entrance(access: ApiRoute['access'], { apiEnabled, caller, limit }: Doors): RequestHandler[] {
  const authenticated: RequestHandler = (req, res, next) => {
    if (caller(req).credentials === 'valid') return next();
    res.setHeader('WWW-Authenticate', 'Bearer');
    throw new Problem(
      401,
      'UNAUTHORIZED',
      'The request needs the header "Authorization: Bearer TOKEN" with a valid API token.',
    );
  };
  const closed: RequestHandler = () => {
    throw new Problem(
      404,
      'API_DISABLED',
      'The HTTP API is off; set GODOT_ENABLE_HTTP_API=true to turn it on.',
    );
  };
  if (access === 'open') {
    const unlessAnonymous =
      (door: RequestHandler): RequestHandler =>
      (req, res, next) =>
        caller(req).credentials === 'none' ? next() : door(req, res, next);
    return [unlessAnonymous(limit), unlessAnonymous(authenticated)];
  }
  return access === 'token' && !apiEnabled ? [closed] : [limit, authenticated];
}
