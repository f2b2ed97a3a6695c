import * as z from 'zod';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { operation } from '../http/operation.ts';
import { phases } from '../lifecycle.ts';
import { residentMemory } from '../metrics/residentMemory.ts';
import { sceneName } from '../scenes/resPath.ts';

const port = z.int().optional();
const resident = residentMemory();

const Details = z.strictObject({
  phase: z.enum(phases),
  environment: z.string(),
  revision: z.string(),
  api_enabled: z.boolean(),
  uptime_seconds: z.number(),
  memory_bytes: z.number(),
  clients_reporting: z.number(),
  fps: z.number().nullable(),
  scene: z.strictObject({ scene_path: z.string(), scene_name: z.string() }).nullable(),
  ports: z.strictObject({ api: port, telemetry: port, discovery: port, tls: port }),
  timestamp: z.iso.datetime(),
});

/** How the process does, in full. */
type Details = z.infer<typeof Details>;

/** Liveness: always 200. Anybody learns that the process answers; who has a token learns how it does. */
export const statusRoute = (deps: Deps): ApiRoute => ({
  path: '/status',
  access: 'open',
  get: operation({
    summary: 'Liveness; in full for who has a token.',
    scope: 'read',
    answer: Details.partial().extend({ status: z.literal('ok') }),
    handle: ({ caller }) => {
      const full = caller.credentials === 'valid' ? details(deps) : {};
      return { body: { status: 'ok' as const, ...full } };
    },
  }),
});

/** How the process does, in full: for who has a token. */
export function details({ config, lifecycle, state, votes, now }: Deps): Details {
  const current = state.latest();
  const reporting = votes.reporting(now());
  return {
    phase: lifecycle.phase(),
    environment: config.environment,
    revision: config.revision,
    api_enabled: config.apiEnabled,
    uptime_seconds: Math.round(process.uptime()),
    memory_bytes: resident(),
    clients_reporting: reporting,
    fps: reporting > 0 ? votes.median(now()) : null,
    scene: current ? { scene_path: current.scenePath, scene_name: sceneName(current.scenePath) } : null,
    ports: config.ports,
    timestamp: new Date(now()).toISOString(),
  };
}
