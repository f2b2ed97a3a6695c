import type { RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { Problem } from '../http/problem.ts';

type PathRequest = { readonly params: { readonly path: readonly string[] } };

/** The files of this revision's page. */
export function pageFiles({ config: { directories, revision } }: Deps): RequestHandler {
  return (req, res, next) => {
    const path = (req as unknown as PathRequest).params.path.join('/');
    res.sendFile(
      path,
      { root: directories.client, dotfiles: 'deny', cacheControl: false, headers: kept(revision) },
      (error) => {
        if (error && !res.headersSent)
          next(new Problem(404, 'NOT_FOUND', `There is nothing at ${req.path}.`));
      },
    );
  };
}

/** What the page draws of a scene of this revision. */
export function sceneFiles({ library, config: { revision } }: Deps): RequestHandler {
  return async (req, res) => {
    const path = (req as unknown as PathRequest).params.path.join('/');
    const drawing = await library.draw(`res://${path.replace(/\.json$/, '')}`);
    res.set(kept(revision)).json(drawing);
  };
}

// What a revision serves never changes; sources under development do.
const kept = (revision: string) => ({
  'Cache-Control': revision === 'dev' ? 'no-cache' : 'public, max-age=31536000, immutable',
});
