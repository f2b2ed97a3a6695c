import { type Check, insist } from './check.ts';
import { textOf } from './site.ts';

/** What alerts and the judge of releases stand on. */
const names = [
  'godot_fps',
  'godot_memory_bytes',
  'http_requests_total',
  'scene_load_failures_total',
  'webhook_delivery_failures_total',
  'job_queue_pending',
] as const;

/** Every metric of the production checklist is told. */
export const metrics: Check = {
  name: 'smoke.metrics',
  ask: async ({ preview }) => {
    const answer = await preview.ask('/metrics');
    insist(answer.status === 200, `GET /metrics answered ${answer.status} instead of 200.`);
    const lines = textOf(answer).split('\n');
    const missing = names.filter((name) => !lines.some((line) => line.startsWith(`# TYPE ${name} `)));
    insist(missing.length === 0, `GET /metrics lacks ${missing.join(', ')}.`);
    return `all ${names.length} metrics of the checklist`;
  },
};
