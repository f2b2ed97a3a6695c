import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { ShownLoad, shownLoad } from './shownLoad.ts';

const error = { error: 'a whole number from 1 to 100' };
const History = z.strictObject({
  limit: z
    .string(error)
    .regex(/^([1-9]\d?|100)$/, error)
    .default('10')
    .transform(Number)
    .meta({ type: 'integer', minimum: 1, maximum: 100, default: 10, description: 'How many at most.' }),
});

/** The latest attempts to load a scene, newest first. */
export const historyRoute = ({ state }: Deps): ApiRoute => ({
  path: '/scene/history',
  access: 'token',
  get: operation({
    summary: 'The latest attempts to load a scene, newest first.',
    scope: 'read',
    query: History,
    answer: z.strictObject({ history: z.array(ShownLoad), count: z.int() }),
    handle: async ({ query: { limit } }) => {
      const loads = await state.history(limit);
      return { body: { history: loads.map(shownLoad), count: loads.length } };
    },
  }),
});
