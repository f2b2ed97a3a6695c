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

const sceneAddress = /^(.+)\/(?:([0-9a-f]{64})|current)\.glb$/;

/**
 * Scenes as GLB, at `PATH/HASH.glb`, which always means the same bytes, and `PATH/current.glb`. A hash that is not known here, because
 * the file has changed or another release compiled it, is answered with the scene as it is now, not to be kept.
 */
export function sceneFiles({ library }: Deps): RequestHandler {
  return async (req, res) => {
    const [, path, hash] = sceneAddress.exec((req as unknown as PathRequest).params.path.join('/')) ?? [];
    if (path === undefined) throw new Problem(404, 'NOT_FOUND', `There is nothing at ${req.path}.`);
    const scenePath = `res://${path}`;
    const known = hash && (await library.byHash(scenePath, hash));
    const found = known ? { glb: known, hash } : await library.compile(scenePath);
    const isKept = found.hash === hash;
    res.set('Cache-Control', isKept ? 'public, max-age=31536000, immutable' : 'no-cache');
    res
      .set('ETag', `"${found.hash}"`)
      .type('model/gltf-binary')
      .send(Buffer.from(found.glb.buffer, found.glb.byteOffset, found.glb.length));
  };
}

// What a revision serves never changes; sources under development do.
const kept = (revision: string) => ({
  'Cache-Control': revision === 'dev' ? 'no-cache' : 'public, max-age=31536000, immutable',
});
