import { type Check, insist } from './check.ts';
import { bodyOf } from './site.ts';
import { inMilliseconds } from './waiting.ts';

/** The process lives. */
export const status: Check = {
  name: 'smoke.status',
  ask: async ({ preview }) => {
    const answer = await preview.ask('/status');
    const { status } = bodyOf<{ readonly status?: unknown }>(answer, 'GET /status');
    insist(status === 'ok', `GET /status says that its status is ${JSON.stringify(status)}, not "ok".`);
    return `200 in ${inMilliseconds(answer.milliseconds)}`;
  },
};
