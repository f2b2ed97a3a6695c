import type { Request } from 'express';
import type { Caller } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { sceneName } from '../scenes/resPath.ts';

/** Liveness: always 200. Anybody learns that the process answers; who has a token learns how it does. */
export const statusRoute = (deps: Deps, caller: (req: Request) => Caller): ApiRoute => ({
  path: '/status',
  access: 'open',
  get: async (req, res) => {
    const full = caller(req).credentials === 'valid' ? await details(deps) : {};
    res.json({ status: 'ok', ...full });
  },
});

/** How the process does, in full: for who has a token. */
export async function details({ config, lifecycle, state, votes, now }: Deps): Promise<object> {
  const current = await state.current();
  const reporting = votes.reporting(now());
  return {
    phase: lifecycle.phase(),
    environment: config.environment,
    revision: config.revision,
    api_enabled: config.apiEnabled,
    uptime_seconds: Math.round(process.uptime()),
    memory_bytes: process.memoryUsage.rss(),
    clients_reporting: reporting,
    fps: reporting > 0 ? votes.median(now()) : null,
    scene: current ? { scene_path: current.scenePath, scene_name: sceneName(current.scenePath) } : null,
    ports: config.ports,
    timestamp: new Date(now()).toISOString(),
  };
}
