import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { checked } from '../http/input.ts';
import { shownLoad } from './shownLoad.ts';

const error = { error: 'a whole number from 1 to 100' };
const History = z.object({
  limit: z
    .string(error)
    .regex(/^([1-9]\d?|100)$/, error)
    .transform(Number)
    .default(10),
});

/** The latest attempts to load a scene, newest first. */
export const historyRoute = ({ state }: Deps): ApiRoute => ({
  path: '/scene/history',
  access: 'token',
  get: async (req, res) => {
    const { limit } = checked(History, req.query);
    const loads = await state.history(limit);
    res.json({ history: loads.map(shownLoad), count: loads.length });
  },
});
