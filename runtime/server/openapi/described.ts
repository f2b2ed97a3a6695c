import { apiRoutes } from '../app.ts';
import { type OpenApiDocument, openApi } from './document.ts';
import { nothing } from './nothing.ts';

/** The OpenAPI document of this version, without a running world. */
export const described = (): OpenApiDocument => openApi(apiRoutes(nothing()));
