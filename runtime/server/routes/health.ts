import * as z from 'zod';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { operation } from '../http/operation.ts';
import { phases } from '../lifecycle.ts';

const Health = z.strictObject({
  status: z.enum(phases),
  checks: z.strictObject({ started: z.boolean(), draining: z.boolean(), scene: z.boolean() }).optional(),
  requests_under_way: z.int().optional(),
});

/** Readiness: 200 while new users are welcome, 503 only while starting or draining. */
export const healthRoute = (deps: Deps): ApiRoute => ({
  path: '/health',
  access: 'open',
  get: operation({
    summary: 'Readiness; in full for who has a token.',
    scope: 'read',
    answer: Health,
    also: { 503: 'It is starting or draining: no new users now.' },
    handle: ({ caller }) => {
      const status = deps.lifecycle.phase();
      const full = caller.credentials === 'valid' ? checks(deps) : {};
      return { status: status === 'ready' ? 200 : 503, body: { status, ...full } };
    },
  }),
});

function checks({ lifecycle, state, answers }: Deps) {
  const scene = state.latest();
  return {
    checks: {
      started: lifecycle.phase() !== 'starting',
      draining: lifecycle.phase() === 'draining',
      scene: Boolean(scene),
    },
    requests_under_way: answers.underWay(),
  };
}
