import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { frameBounds } from '../shared/frameReport.ts';
import type { Database } from './database/database.ts';
import type { Votes } from './frames/votes.ts';
import { type Callers, callers, describeCallers } from './metrics/callers.ts';
import { describeClients } from './metrics/clients.ts';
import { describeDatabase } from './metrics/database.ts';
import { type EventLoopDelay, eventLoopDelay } from './metrics/eventLoop.ts';
import { describeProcess } from './metrics/process.ts';

/** Everything that is measured, in one registry. Durations are seconds. */
export interface Metrics {
  /** Where others put what they count. */
  readonly registry: Registry;
  readonly requests: Counter<'status' | 'client' | 'method' | 'route'>;
  readonly requestSeconds: Histogram<'client' | 'route'>;
  /** Whom users' answers went to. */
  readonly callers: Callers;
  /** Requests with a missing or wrong token, or one that may not do what was asked. */
  readonly authFailures: Counter<'reason'>;
  readonly rateLimited: Counter;
  readonly sceneLoadSeconds: Histogram;
  readonly sceneLoadFailures: Counter;
  readonly frameSeconds: Histogram;
  readonly skippedTelemetry: Counter;
  readonly eventLoop: EventLoopDelay;
  /** The Prometheus text of it all. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** What is measured when somebody asks. `now` is in milliseconds. */
interface Measured {
  readonly revision: string;
  readonly votes: Votes;
  readonly database: Pick<Database, 'pool' | 'isAvailable'>;
  readonly now: () => number;
}

/** The runtime's metrics for one process. */
export function runtimeMetrics({ revision, votes, database, now }: Measured): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  // Their names are those of counters, which they are not; the same numbers are there by type.
  for (const kind of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`nodejs_active_${kind}_total`);
  describeClients(registry, votes, now);
  describeProcess(registry, revision);
  describeDatabase(registry, database);
  const clients = callers(now);
  describeCallers(registry, clients);
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Answers by HTTP status and by who asked: user, probe, check or operator. 499: the caller left first.',
    labelNames: ['status', 'client', 'method', 'route'],
    registers,
  });
  requests.inc({ status: '200', client: 'user', method: 'GET', route: '/status' }, 0);
  return {
    registry,
    requests,
    callers: clients,
    requestSeconds: new Histogram({
      name: 'spacetime_http_request_seconds',
      help: 'Seconds from a request to the end of its answer.',
      labelNames: ['client', 'route'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    authFailures: new Counter({
      name: 'spacetime_auth_failures_total',
      help: 'Requests that were refused for their token: UNAUTHORIZED, SCOPE_MISSING or TICKET_REFUSED.',
      labelNames: ['reason'],
      registers,
    }),
    rateLimited: new Counter({
      name: 'spacetime_rate_limit_rejections_total',
      help: 'Requests that were answered with 429.',
      registers,
    }),
    sceneLoadSeconds: new Histogram({
      name: 'spacetime_scene_load_seconds',
      help: 'Seconds that the server took to load a scene.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    sceneLoadFailures: new Counter({
      name: 'scene_load_failures_total',
      help: 'Scenes that were asked for and not loaded: unknown, not allowed or broken.',
      registers,
    }),
    frameSeconds: new Histogram({
      name: 'spacetime_client_frame_seconds',
      help: 'Frame times that clients reported, each counted as the middle of its class.',
      buckets: [...frameBounds],
      registers,
    }),
    skippedTelemetry: new Counter({
      name: 'spacetime_telemetry_skipped_events_total',
      help: 'Events that telemetry clients did not get because they read too slowly.',
      registers,
    }),
    eventLoop: eventLoopDelay(registry),
    // The Prometheus text format spells it NaN.
    text: async () => (await registry.metrics()).replaceAll(/ Nan$/gm, ' NaN'),
    contentType: registry.contentType,
  };
}
