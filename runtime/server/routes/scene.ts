import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { checked, jsonBody } from '../http/input.ts';
import { Problem } from '../http/problem.ts';
import { loadScene } from '../scenes/load.ts';
import { shownLoad } from './shownLoad.ts';

const sceneError = { error: 'a res:// path, such as res://vr_main.tscn' };
const LoadScene = z.object({ scene_path: z.string(sceneError) }, { error: 'a JSON object with scene_path' });

/** The scene that the world shows: which it is, and making another one it. */
export const sceneRoute = (deps: Deps): ApiRoute => ({
  path: '/scene',
  access: 'token',
  get: async (_req, res) => {
    const current = await deps.state.current();
    if (!current) throw new Problem(404, 'NO_SCENE', 'No scene is loaded; load one with POST /scene.');
    res.json(shownLoad(current));
  },
  post: [
    ...jsonBody,
    async (req, res) => {
      const { scene_path } = checked(LoadScene, req.body);
      const loaded = await loadScene(scene_path, deps);
      res.json({ success: true, ...shownLoad(loaded) });
    },
  ],
});
