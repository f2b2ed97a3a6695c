import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';

const ListScenes = z.strictObject({
  dir: z
    .string({ error: 'given once' })
    .regex(/^res:\/\/[^\\%\p{Cc}]*$/u, { error: 'a res:// directory, such as res://scenes' })
    .max(256, { error: 'at most 256 characters long' })
    .default('res://')
    // A pattern that other tools than JavaScript understand.
    .meta({ pattern: '^res://[^\\\\%]*$', examples: ['res://'] }),
  include_addons: z.enum(['true', 'false'], { error: 'true or false' }).default('false'),
});

const Scene = z.strictObject({
  name: z.string(),
  path: z.string(),
  size: z.int(),
  modified: z.iso.datetime(),
});

/** The scenes that may be loaded. */
export const scenesRoute = ({ library }: Deps): ApiRoute => ({
  path: '/scenes',
  access: 'token',
  get: operation({
    summary: 'The scenes that may be loaded.',
    scope: 'read',
    query: ListScenes,
    answer: z.strictObject({ scenes: z.array(Scene), count: z.int(), directory: z.string() }),
    handle: async ({ query: { dir, include_addons } }) => {
      const scenes = await library.list(dir, include_addons === 'true');
      return { body: { scenes: [...scenes], count: scenes.length, directory: dir } };
    },
  }),
});
