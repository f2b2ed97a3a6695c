import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { phases } from '../../lifecycle.ts';

/** Takes this pod out of service without ending it. What it is asked meanwhile, it still answers. */
export const drainRoute = ({ lifecycle, drainMark, log }: Deps): ApiRoute => ({
  path: '/admin/drain',
  access: 'uncounted',
  post: operation({
    summary: 'Take this pod out of service.',
    scope: 'admin',
    status: 202,
    answer: z.strictObject({ status: z.enum(phases) }),
    handle: () => {
      log.info('Draining, because POST /admin/drain asked for it.');
      lifecycle.drain();
      drainMark.set();
      return { body: { status: lifecycle.phase() } };
    },
  }),
});
