import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { textOf } from '../files.ts';
import { Problem } from '../http/problem.ts';

/** The page, with its own files addressed by the revision that it belongs to. */
export function page({ config: { directories, revision } }: Deps): RequestHandler {
  return async (_req, res) => {
    const html = await textOf(join(directories.client, 'index.html'));
    if (html === undefined)
      throw new Problem(503, 'PAGE_NOT_BUILT', 'The page is not built; run npm run build -w runtime.');
    const addressed = html
      .replaceAll('"./assets/', `"./r/${revision}/assets/`)
      .replace('name="spacetime-revision" content=""', `name="spacetime-revision" content="${revision}"`);
    res.setHeader('Cache-Control', 'no-cache');
    res.type('html').send(addressed);
  };
}
