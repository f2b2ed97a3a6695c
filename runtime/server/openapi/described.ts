import { apiRoutes } from '../app.ts';
import type { Deps } from '../deps.ts';
import { type OpenApiDocument, openApi } from './document.ts';

// Whatever a route takes from it while it is described is more of the same; no handler is run.
const nothing: unknown = new Proxy(() => nothing, { get: () => nothing, apply: () => nothing });

/** The OpenAPI document of this version, without a running world. */
export const described = (): OpenApiDocument => openApi(apiRoutes(nothing as Deps));
