import * as z from 'zod';
import { sceneName } from '../../scenes/resPath.ts';
import type { SceneLoad } from '../../state/worldState.ts';

/** An attempt to load a scene as callers of the API see it. */
export const ShownLoad = z.strictObject({
  scene_name: z.string(),
  scene_path: z.string(),
  status: z.enum(['loaded', 'failed']),
  reason: z.string().optional(),
  hash: z.string().optional().meta({ description: 'Hex SHA-256 of the GLB.' }),
  loaded_at: z.iso.datetime(),
  load_time_ms: z.number(),
});

/** Shows an attempt. */
export const shownLoad = ({
  scenePath,
  status,
  reason,
  at,
  seconds,
  hash,
}: SceneLoad): z.infer<typeof ShownLoad> => ({
  scene_name: sceneName(scenePath),
  scene_path: scenePath,
  status,
  ...(reason && { reason }),
  ...(hash && { hash }),
  loaded_at: at,
  load_time_ms: Math.round(seconds * 1e6) / 1e3,
});
