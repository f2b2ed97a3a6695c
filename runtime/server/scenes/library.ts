import type { Drawing } from '../../shared/drawing.ts';
import { Problem } from '../http/problem.ts';
import { drawing } from './drawing.ts';
import { resPathFault, sceneName } from './resPath.ts';
import type { Whitelist } from './whitelist.ts';
import type { SceneFile, WorldFiles } from './worldFiles.ts';

/** The scenes that may be shown. */
export interface Library {
  /** What a page draws of a scene. Throws a Problem when the path is bad, not allowed, unknown, or the scene is broken. */
  readonly draw: (scenePath: string) => Promise<Drawing>;
  /** The scenes below a directory that may be loaded. */
  readonly list: (directory: string, addons: boolean) => Promise<readonly SceneFile[]>;
}

/** The scenes of a world that its whitelist allows. */
export function library(files: WorldFiles, whitelist: Whitelist): Library {
  return {
    draw: async (scenePath) => {
      const fault = resPathFault(scenePath);
      if (fault) throw new Problem(400, 'INVALID_SCENE_PATH', `scene_path ${fault}.`);
      if (!whitelist.allows(scenePath))
        throw new Problem(403, 'SCENE_NOT_ALLOWED', `The whitelist does not allow ${scenePath}.`);
      return parsed(scenePath, await files.read(scenePath).catch(broken(scenePath)));
    },
    list: async (directory, addons) =>
      (await files.list(directory, addons)).filter(({ path }) => whitelist.allows(path)),
  };
}

function parsed(scenePath: string, text: string | undefined): Drawing {
  if (text === undefined)
    throw new Problem(404, 'SCENE_NOT_FOUND', `There is no scene ${scenePath} in this world.`);
  try {
    return drawing(sceneName(scenePath), text);
  } catch (error) {
    return broken(scenePath)(error as Error);
  }
}

function broken(scenePath: string) {
  return (error: Error): never => {
    throw new Problem(422, 'SCENE_BROKEN', `The scene ${scenePath} ${error.message}.`);
  };
}
