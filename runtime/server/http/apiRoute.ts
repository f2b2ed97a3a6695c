import type { Request, RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import type { Caller } from '../access/caller.ts';
import { jsonBody, optionalBody } from './jsonBody.ts';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';
import { registered, routerOf } from './routers.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

/** One path of the API. */
export interface ApiRoute extends Readonly<Partial<Record<Method, Operation>>> {
  /** As express spells it: `/webhooks/:id`. */
  readonly path: string;
  /**
   * `open` answers anybody, in short; `token` answers only who has one; `always` is `token`, also while the API is off;
   * `uncounted` is `always`, and takes nothing of the requests that an admin's token may make.
   */
  readonly access: 'open' | 'token' | 'always' | 'uncounted';
}

/** What stands before every route. */
export interface Doors {
  readonly apiEnabled: boolean;
  readonly caller: (req: Request) => Caller;
  readonly limit: RequestHandler;
  readonly log: Logger;
}

/** Puts the routes on a router, each behind the doors that its access asks for, and says so in the log. */
export function mount(router: Router, routes: readonly ApiRoute[], doors: Doors): void {
  for (const api of routes) {
    const route = router.route(api.path).all(entrance(api.access, doors));
    for (const [method, operation] of operationsOf(api))
      route[method](
        mayUse(operation, doors, api.access),
        needsBody(operation) ? jsonBody : optionalBody,
        answer(operation, doors),
      );
    const allowed = allowedMethods(api);
    route.all((_req, res) => {
      res.setHeader('Allow', allowed);
      throw new Problem(405, 'METHOD_NOT_ALLOWED', `${api.path} answers ${allowed} only.`);
    });
  }
  for (const router of new Set(routes.map(({ path }) => routerOf(path)))) doors.log.info(registered(router));
}

/** The operations of a path with their methods. */
export function operationsOf(api: ApiRoute): [Method, Operation][] {
  return methods.flatMap((method): [Method, Operation][] => {
    const operation = api[method];
    return operation ? [[method, operation]] : [];
  });
}

/** Whether an operation cannot be asked without a body. */
export const needsBody = ({ body }: Operation): boolean =>
  body !== undefined && !body.safeParse(undefined).success;

const allowedMethods = (api: ApiRoute) =>
  operationsOf(api)
    .map(([method]) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase()))
    .join(', ');

const answer =
  (operation: Operation, { caller }: Doors): RequestHandler =>
  async (req, res) => {
    const { status = operation.status, headers, body } = await operation.run(req, caller(req));
    res.status(status);
    if (headers) res.set(headers);
    if (body === undefined) return void res.end();
    // What the API tells changes from call to call, so that the ETag that `res.json` makes would only cost.
    const text = JSON.stringify(body);
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.setHeader('Content-Length', Buffer.byteLength(text));
    res.end(text);
  };

function mayUse({ scope }: Operation, { caller }: Doors, access: ApiRoute['access']): RequestHandler {
  return (req, _res, next) => {
    const { scopes } = caller(req);
    if (access === 'open' || scopes.includes(scope)) return next();
    throw new Problem(403, 'SCOPE_MISSING', `This token may not do that; it needs the scope ${scope}.`);
  };
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
  if (access === 'uncounted') {
    const limitOthers: RequestHandler = (req, res, next) =>
      caller(req).scopes.includes('admin') ? next() : limit(req, res, next);
    return [limitOthers, authenticated];
  }
  return access === 'token' && !apiEnabled ? [closed] : [limit, authenticated];
}
