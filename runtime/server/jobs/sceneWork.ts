import { runBatch } from '../batch/runBatch.ts';
import { Problem } from '../http/problem.ts';
import type { Loading } from '../scenes/load.ts';
import type { SceneWork, Told } from './steps.ts';

/** What jobs do to the scenes of a world, as callers of the API could do it themselves. */
export const sceneWork = (loading: Loading): SceneWork => ({
  allowed: async () => (await loading.library.list('res://', true)).map(({ path }) => path),
  compile: (scene_path) => compiled(scene_path, loading),
  operate: async (operation) => {
    const { results } = await runBatch({ mode: 'continue', operations: [operation] }, loading);
    return { ...operation, success: false, ...results[0] };
  },
});

async function compiled(scene_path: string, { library }: Loading): Promise<Told> {
  try {
    const { hash, glb, warnings } = await library.compile(scene_path);
    return { scene_path, success: true, hash, bytes: glb.byteLength, warnings: [...warnings] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { scene_path, success: false, error: error.code, message: error.message };
  }
}
