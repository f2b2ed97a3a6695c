import type { RequestHandler } from 'express';
import type { ApiRoute } from '../http/apiRoute.ts';
import { openApi } from '../openapi/document.ts';

/** Describes the API for anybody; made when it is first asked for. */
export function openApiFile(routes: readonly ApiRoute[]): RequestHandler {
  let text: string | undefined;
  return (_req, res) => {
    text ??= JSON.stringify(openApi(routes));
    res.type('json').set('Cache-Control', 'no-cache').send(text);
  };
}
