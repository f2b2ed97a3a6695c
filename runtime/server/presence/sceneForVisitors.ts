import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { Problem } from '../http/problem.ts';
import type { Library } from '../scenes/library.ts';
import type { SceneLoad } from '../state/worldState.ts';
import type { Scene } from './presence.ts';
import { shownScene } from './shownScene.ts';

/** What visitors of this revision see of the scene that the world shows. */
export type SceneForVisitors = (load: SceneLoad) => Promise<Scene>;

/** What a revision has to show. */
export interface Repertoire {
  readonly library: Pick<Library, 'compile'>;
  /** The scene that a world of this revision opens with, if it has any. */
  readonly firstScene: string | undefined;
  readonly config: Pick<Config, 'revision'>;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * The world's scene as this revision has it. A revision that has no such scene, or may not show it, shows its own first one: a release
 * with other scenes leaves nobody without one, and the world's scene stays what it is for the revision beside it.
 */
export function sceneForVisitors({
  library,
  firstScene,
  config: { revision },
  log,
}: Repertoire): SceneForVisitors {
  const shown = async (scenePath: string) =>
    shownScene({ scenePath, hash: (await library.compile(scenePath)).hash }, revision);

  const choose = async ({ scenePath }: SceneLoad) => {
    try {
      return await shown(scenePath);
    } catch (error) {
      if (!(error instanceof Problem) || !firstScene) throw error;
      log.warn(`${error.message} Visitors of this revision see ${firstScene}.`);
      return shown(firstScene);
    }
  };

  let known: { readonly load: string; readonly scene: Promise<Scene> } | undefined;
  return (load) => {
    const name = `${load.at} ${load.scenePath}`;
    if (known?.load !== name) {
      const scene = choose(load);
      known = { load: name, scene };
      scene.catch(() => {
        known = undefined;
      });
    }
    return known.scene;
  };
}
