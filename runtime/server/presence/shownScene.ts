import { sceneName } from '../scenes/resPath.ts';
import type { SceneLoad } from '../state/worldState.ts';
import type { Scene } from './presence.ts';

/** What pages need to show a scene that was loaded. The address is relative to the page, and never means something else. */
export function shownScene(
  { scenePath, hash }: Pick<SceneLoad, 'scenePath' | 'hash'>,
  revision: string,
): Scene {
  const path = scenePath.slice('res://'.length).split('/').map(encodeURIComponent).join('/');
  return {
    scene_name: sceneName(scenePath),
    scene_path: scenePath,
    scene_url: `r/${revision}/world/${path}/${hash ?? 'current'}.glb`,
  };
}
