import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { loadScene } from '../../scenes/load.ts';
import { Validation, validateScene } from '../../scenes/validate.ts';
import { NamesScene, sceneProblems } from './scenePath.ts';
import { ShownLoad, shownLoad } from './shownLoad.ts';

const CurrentScene = ShownLoad.extend({
  stale: z
    .literal(true)
    .optional()
    .meta({ description: 'The database is away; this is the last that was known.' }),
});
const Loaded = ShownLoad.extend({ success: z.literal(true) });

/** The scene that the world shows: which it is, making another one it, and trying one without showing it. */
export const sceneRoutes = (deps: Deps): readonly ApiRoute[] => {
  const [get, post, put] = [currentScene(deps), load(deps), validate(deps)];
  return [
    { path: '/scene', access: 'token', get, post, put },
    { path: '/scene/current', access: 'token', get },
    { path: '/scene/load', access: 'token', post },
    { path: '/scene/validate', access: 'token', post: put, put },
    { path: '/scene/reload', access: 'token', post: reload(deps) },
  ];
};

const currentScene = ({ state }: Deps) =>
  operation({
    summary: 'The scene that the world shows.',
    scope: 'read',
    answer: CurrentScene,
    problems: { 404: 'No scene is loaded, or the API is off.' },
    handle: async () => {
      const load = shownLoad(await current(state));
      return { body: state.isStale() ? { ...load, stale: true as const } : load };
    },
  });

const load = (deps: Deps) =>
  operation({
    summary: 'Make a scene the one that the world shows.',
    scope: 'write',
    body: NamesScene,
    answer: Loaded,
    problems: sceneProblems,
    handle: async ({ body: { scene_path } }) => {
      const loaded = await loadScene(scene_path, deps);
      return { body: { success: true as const, ...shownLoad(loaded) } };
    },
  });

const reload = (deps: Deps) =>
  operation({
    summary: 'Compile the current scene anew and show it.',
    scope: 'write',
    answer: Loaded,
    problems: { ...sceneProblems, 404: 'No scene is loaded, its file is gone, or the API is off.' },
    handle: async () => {
      const { scenePath } = await current(deps.state);
      const loaded = await loadScene(scenePath, deps, 'reloaded');
      return { body: { success: true as const, ...shownLoad(loaded) } };
    },
  });

const validate = (deps: Deps) =>
  operation({
    summary: 'Say whether a scene could be shown, without showing it.',
    scope: 'write',
    body: NamesScene,
    answer: Validation,
    problems: { 403: 'The whitelist does not allow this scene.' },
    handle: async ({ body: { scene_path } }) => {
      const { event, validation } = await validateScene(scene_path, deps);
      await deps.state.record({ event });
      return { body: validation };
    },
  });

async function current(state: Deps['state']) {
  const found = await state.current();
  if (!found) throw new Problem(404, 'NO_SCENE', 'No scene is loaded; load one with POST /scene.');
  return found;
}
