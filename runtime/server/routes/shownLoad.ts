import { sceneName } from '../scenes/resPath.ts';
import type { SceneLoad } from '../state/worldState.ts';

/** An attempt to load a scene as callers of the API see it. */
export const shownLoad = ({ scenePath, status, reason, at, seconds }: SceneLoad) => ({
  scene_name: sceneName(scenePath),
  scene_path: scenePath,
  status,
  ...(reason && { reason }),
  loaded_at: at,
  load_time_ms: Math.round(seconds * 1e6) / 1e3,
});
