import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { checked } from '../http/input.ts';

const ListScenes = z.object({
  dir: z
    .string({ error: 'given once' })
    .regex(/^res:\/\/[^\\%\p{Cc}]*$/u, { error: 'a res:// directory, such as res://scenes' })
    .max(256, { error: 'at most 256 characters long' })
    .default('res://'),
  include_addons: z.enum(['true', 'false'], { error: 'true or false' }).default('false'),
});

/** The scenes that may be loaded. */
export const scenesRoute = ({ library }: Deps): ApiRoute => ({
  path: '/scenes',
  access: 'token',
  get: async (req, res) => {
    const { dir, include_addons } = checked(ListScenes, req.query);
    const scenes = await library.list(dir, include_addons === 'true');
    res.json({ scenes, count: scenes.length, directory: dir });
  },
});
