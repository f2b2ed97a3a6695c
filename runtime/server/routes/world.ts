import type { RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { Problem } from '../http/problem.ts';
import { sceneName } from '../scenes/resPath.ts';

/** Where visitors find the current scene; needs no token. */
export function world({ state, config: { revision } }: Deps): RequestHandler {
  return async (_req, res) => {
    const current = await state.current();
    if (!current) throw new Problem(503, 'NO_SCENE', 'No scene is loaded yet; ask again in a moment.');
    const { scenePath } = current;
    res.setHeader('Cache-Control', 'no-store');
    res.json({
      scene_name: sceneName(scenePath),
      scene_path: scenePath,
      scene_url: `r/${revision}/world/${scenePath.slice('res://'.length)}.json`,
      revision,
    });
  };
}
