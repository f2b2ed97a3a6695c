import * as z from 'zod';
import type { Deps } from '../deps.ts';
import type { ApiRoute } from '../http/apiRoute.ts';
import { operation } from '../http/operation.ts';
import { workingSet } from '../metrics/container.ts';
import { connectionsOf } from '../metrics/database.ts';

const Performance = z.strictObject({
  source: z.enum(['clients', 'none']).meta({ description: 'Who measured fps; `none` while nobody reports.' }),
  window_s: z.int().meta({ description: 'For how long a report counts, in seconds.' }),
  fps: z.number().nullable(),
  frame_time_ms: z.number().nullable(),
  clients_reporting: z.int(),
  visitors: z.int(),
  memory: z.strictObject({
    process_bytes: z.int(),
    container_working_set_bytes: z.int().nullable().meta({ description: 'Null outside containers.' }),
  }),
  event_loop_delay_ms: z.strictObject({ p50: z.number(), p99: z.number(), longest: z.number() }),
  requests_under_way: z.int(),
  database: z.strictObject({ available: z.boolean(), busy: z.int(), idle: z.int(), waiting: z.int() }),
  uptime_seconds: z.int(),
  timestamp: z.iso.datetime(),
});

const windowSeconds = 15;

/** How this pod performs: the numbers of `/metrics`, as JSON. */
export const performanceRoute = (deps: Deps): ApiRoute => ({
  path: '/performance',
  access: 'token',
  get: operation({
    summary: 'How this pod performs: the numbers of /metrics, as JSON.',
    scope: 'read',
    answer: Performance,
    handle: async () => {
      const { answers, database, presence, now } = deps;
      const body = {
        ...frames(deps),
        visitors: [...presence.room.visitors()].length,
        memory: await memory(),
        event_loop_delay_ms: eventLoop(deps),
        requests_under_way: answers.underWay(),
        database: { available: database.isAvailable(), ...connectionsOf(database) },
        uptime_seconds: Math.round(process.uptime()),
        timestamp: new Date(now()).toISOString(),
      };
      return { body };
    },
  }),
});

function frames({ votes, now }: Deps) {
  const clients_reporting = votes.reporting(now());
  const fps = clients_reporting > 0 ? votes.median(now()) : null;
  return {
    source: fps === null ? ('none' as const) : ('clients' as const),
    window_s: windowSeconds,
    fps,
    frame_time_ms: fps === null ? null : 1000 / fps,
    clients_reporting,
  };
}

async function memory() {
  const container = await workingSet();
  return {
    process_bytes: process.memoryUsage.rss(),
    container_working_set_bytes: Number.isNaN(container) ? null : container,
  };
}

function eventLoop({ metrics: { eventLoop } }: Deps) {
  const milliseconds = (seconds: number) => Math.round(seconds * 1e6) / 1e3;
  return {
    p50: milliseconds(eventLoop.quantile(0.5)),
    p99: milliseconds(eventLoop.quantile(0.99)),
    longest: milliseconds(eventLoop.longest()),
  };
}
