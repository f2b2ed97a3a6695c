import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { frameBounds } from '../shared/frameReport.ts';
import type { Votes } from './frames/votes.ts';

/** Everything that is measured, in one registry. Durations are seconds. */
export interface Metrics {
  /** Where others put what they count. */
  readonly registry: Registry;
  readonly requests: Counter<'status' | 'client' | 'method' | 'route'>;
  readonly requestSeconds: Histogram<'client' | 'route'>;
  /** Requests with a missing or wrong token, or one that may not do what was asked. */
  readonly authFailures: Counter<'reason'>;
  readonly rateLimited: Counter;
  readonly sceneLoadSeconds: Histogram;
  readonly sceneLoadFailures: Counter;
  readonly frameSeconds: Histogram;
  /** The Prometheus text of it all. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** The runtime's metrics for one process. What clients report is read from the votes when somebody asks. */
export function runtimeMetrics(revision: string, votes: Votes, now: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  describeClients(registry, votes, now);
  describeProcess(registry, revision);
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
    // The Prometheus text format spells it NaN.
    text: async () => (await registry.metrics()).replaceAll(/ Nan$/gm, ' NaN'),
    contentType: registry.contentType,
  };
}

function describeClients(registry: Registry, votes: Votes, now: () => number): void {
  const registers = [registry];
  new Gauge({
    name: 'godot_fps',
    help: 'Frames a second: the median over the clients that reported in the last 15 seconds, NaN when none did.',
    registers,
    collect() {
      this.set(votes.median(now()));
    },
  });
  new Gauge({
    name: 'spacetime_clients_reporting',
    help: 'Clients that reported their frames in the last 15 seconds.',
    registers,
    collect() {
      this.set(votes.reporting(now()));
    },
  });
}

function describeProcess(registry: Registry, revision: string): void {
  const registers = [registry];
  new Gauge({
    name: 'godot_memory_bytes',
    help: 'Resident memory of the runtime process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'spacetime_build_info',
    help: 'Always 1; its label names the revision that runs.',
    labelNames: ['revision'],
    registers,
  }).set({ revision }, 1);
}
