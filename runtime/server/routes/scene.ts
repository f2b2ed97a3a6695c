import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { operation } from '../http/operation.ts';
import { Problem } from '../http/problem.ts';
import { loadScene } from '../scenes/load.ts';
import { ShownLoad, shownLoad } from './shownLoad.ts';

const sceneError = { error: 'a res:// path, such as res://vr_main.tscn' };
const LoadScene = z.strictObject(
  { scene_path: z.string(sceneError) },
  { error: 'a JSON object with scene_path' },
);

/** The scene that the world shows: which it is, and making another one it. */
export const sceneRoute = (deps: Deps): ApiRoute => ({
  path: '/scene',
  access: 'token',
  get: operation({
    summary: 'The scene that the world shows.',
    scope: 'read',
    answer: ShownLoad,
    handle: async () => {
      const current = await deps.state.current();
      if (!current) throw new Problem(404, 'NO_SCENE', 'No scene is loaded; load one with POST /scene.');
      return { body: shownLoad(current) };
    },
  }),
  post: operation({
    summary: 'Make a scene the one that the world shows.',
    scope: 'write',
    body: LoadScene,
    answer: ShownLoad.extend({ success: z.literal(true) }),
    handle: async ({ body: { scene_path } }) => {
      const loaded = await loadScene(scene_path, deps);
      return { body: { success: true as const, ...shownLoad(loaded) } };
    },
  }),
});
