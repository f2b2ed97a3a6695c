import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { auditRoute } from './audit.ts';
import { authMetricsRoute } from './metrics.ts';
import { mountedRoute } from './mounted.ts';
import { refreshRoute } from './refresh.ts';
import { revokeRoute } from './revoke.ts';
import { rotateRoute } from './rotate.ts';
import { authStatusRoute } from './status.ts';
import { tokensRoute } from './tokens.ts';
import { wsTicketRoute } from './wsTicket.ts';

/** Every path about who may ask. */
export const authRoutes = (deps: Deps): readonly ApiRoute[] =>
  [
    rotateRoute,
    refreshRoute,
    revokeRoute,
    authStatusRoute,
    tokensRoute,
    mountedRoute,
    auditRoute,
    authMetricsRoute,
    wsTicketRoute,
  ].map((route) => route(deps));
