import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';

/** Takes this pod out of service without ending it. What it is asked meanwhile, it still answers. */
export const drainRoute = ({ lifecycle, drainMark, log }: Deps): ApiRoute => ({
  path: '/admin/drain',
  access: 'always',
  post: (_req, res) => {
    log.info('Draining, because POST /admin/drain asked for it.');
    lifecycle.drain();
    drainMark.set();
    res.status(202).json({ status: lifecycle.phase() });
  },
});
