import type { Request } from 'express';
import type { Caller } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';

/** Readiness: 200 while new users are welcome, 503 only while starting or draining. */
export const healthRoute = (deps: Deps, caller: (req: Request) => Caller): ApiRoute => ({
  path: '/health',
  access: 'open',
  get: async (req, res) => {
    const phase = deps.lifecycle.phase();
    const full = caller(req).credentials === 'valid' ? await checks(deps) : {};
    res.status(phase === 'ready' ? 200 : 503).json({ status: phase, ...full });
  },
});

async function checks({ lifecycle, state, answers }: Deps): Promise<object> {
  const scene = await state.current();
  return {
    checks: {
      started: lifecycle.phase() !== 'starting',
      draining: lifecycle.phase() === 'draining',
      scene: Boolean(scene),
    },
    requests_under_way: answers.underWay(),
  };
}
