import type { RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { Problem } from '../http/problem.ts';

/**
 * Where visitors find the current scene, and a ticket for the sockets of this origin; needs no token. While the database cannot
 * be asked it answers what was known last, with `stale: true`.
 */
export function world({ state, sceneForVisitors, tickets, config }: Deps): RequestHandler {
  return async (_req, res) => {
    const current = await state.current();
    if (!current) throw new Problem(503, 'NO_SCENE', 'No scene is loaded yet; ask again in a moment.');
    const stale = state.isStale() && { stale: true };
    const scene = await sceneForVisitors(current);
    const ticket = await tickets.issue({ kind: 'visitor' });
    res.setHeader('Cache-Control', 'no-store');
    res.json({ ...scene, ...stale, revision: config.revision, ticket });
  };
}
