import type { RequestHandler } from 'express';
import { isUnavailable } from '../database/unavailable.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../http/problem.ts';
import type { Scene } from '../presence/presence.ts';

/**
 * Where visitors find the current scene, and a ticket for the sockets of this origin; needs no token. While the database cannot
 * be asked it answers what was known last, with `stale: true`.
 */
export function world(deps: Deps): RequestHandler {
  return async (_req, res) => {
    const scene = await sceneNow(deps);
    if (!scene) throw new Problem(503, 'NO_SCENE', 'No scene is loaded yet; ask again in a moment.');
    const ticket = await deps.tickets.issue({ kind: 'visitor' });
    res.setHeader('Cache-Control', 'no-store');
    res.json({ ...scene, revision: deps.config.revision, ticket });
  };
}

async function sceneNow({
  state,
  presence,
  sceneForVisitors,
}: Deps): Promise<(Scene & { stale?: true }) | undefined> {
  try {
    const current = await state.current();
    return current && (await sceneForVisitors(current));
  } catch (error) {
    const known = presence.scene();
    if (!known || !isUnavailable(error)) throw error;
    return { ...known, stale: true };
  }
}
