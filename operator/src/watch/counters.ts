import {
  type ArmCounts,
  frameBounds,
  latencyBounds,
  nothingCounted,
  sceneBounds,
  sharesAdded,
  summed,
} from '../rollout/judge/batch.ts';
import { added, type Share } from '../rollout/judge/evidence/share.ts';
import type { Sample } from './exposition.ts';

const requests = 'http_requests_total';
const requestSeconds = 'spacetime_http_request_seconds_bucket';
const callers = 'spacetime_clients_asking';
const failuresOfOne = 'spacetime_client_failures_max';
const sceneLoads = 'spacetime_scene_load_seconds';
const sceneFailures = 'scene_load_failures_total';
const deliveries = 'spacetime_webhook_deliveries_total';
const jobs = 'spacetime_jobs_total';
const frames = 'spacetime_client_frame_seconds_bucket';
const clients = 'spacetime_clients_reporting';
const sockets = 'spacetime_sockets';
const processMemory = 'godot_memory_bytes';
const containerMemory = 'spacetime_container_memory_working_set_bytes';
const queued = 'job_queue_pending';
const framesPerSecond = 'godot_fps';

/** Metrics of the runtime that the judge reads. */
export const judgedMetrics: ReadonlySet<string> = new Set([
  requests,
  requestSeconds,
  callers,
  failuresOfOne,
  `${sceneLoads}_bucket`,
  `${sceneLoads}_sum`,
  sceneFailures,
  deliveries,
  jobs,
  frames,
  clients,
  sockets,
  processMemory,
  containerMemory,
  queued,
  framesPerSecond,
]);

/** A limit of `rollout.sla.latencies`. */
export interface LatencyLimit {
  readonly path: string;
  readonly maxMilliseconds: number;
}

/** Totals of one pod since it started, in the form of counts. Its sockets are those that are open. */
export function totalsOf(samples: readonly Sample[], limits: readonly LatencyLimit[]): ArmCounts {
  const byName = Map.groupBy(samples, ({ name }) => name);
  const named = (name: string): readonly Sample[] => byName.get(name) ?? [];
  const ofUsers = (name: string) => named(name).filter(({ labels }) => labels['client'] === 'user');
  const answers = ofUsers(requests);
  const buckets = ofUsers(requestSeconds);
  const failed = (name: string, label: string, good: string): Share => ({
    hits: sum(named(name).filter(({ labels }) => labels[label] !== good)),
    of: sum(named(name)),
  });
  return {
    requests: sum(answers),
    errors: sum(answers.filter(({ labels }) => Number(labels['status']) >= 500)),
    ofOneClient: sum(named(failuresOfOne)),
    callers: sum(named(callers)),
    latency: perBucket(buckets, latencyBounds),
    late: limits.map((limit) => lateness(buckets, limit)),
    sceneLoads: perBucket(named(`${sceneLoads}_bucket`), sceneBounds),
    sceneFailures: sum(named(sceneFailures)),
    sceneLoadSeconds: sum(named(`${sceneLoads}_sum`)),
    deliveries: failed(deliveries, 'outcome', 'delivered'),
    jobs: failed(jobs, 'status', 'completed'),
    frames: perBucket(named(frames), frameBounds),
    clients: sum(named(clients)),
    sockets: { hits: 0, of: sum(named(sockets)) },
    // Outside of containers there is no working set.
    memoryBytes: sum(named(containerMemory)) || sum(named(processMemory)),
    queued: named(queued)[0]?.value ?? Number.NaN,
    framesPerSecond: named(framesPerSecond)[0]?.value ?? Number.NaN,
    heard: 1,
  };
}

/** What a pod counted between two looks. A pod that counts less than before was restarted: all that it has is new. */
export function since(before: ArmCounts | undefined, now: ArmCounts): ArmCounts {
  const { memoryBytes, queued, framesPerSecond, clients, callers, heard } = now;
  if (!before) return { ...nothingCounted, memoryBytes, queued, framesPerSecond, clients, callers, heard };
  if (now.requests < before.requests) return { ...now, sockets: lost(before.sockets.of, now.sockets.of) };
  return {
    ...now,
    requests: now.requests - before.requests,
    errors: now.errors - before.errors,
    latency: less(now.latency, before.latency),
    late: now.late.map((share, i) => minus(share, before.late[i] ?? { hits: 0, of: 0 })),
    sceneLoads: less(now.sceneLoads, before.sceneLoads),
    sceneFailures: now.sceneFailures - before.sceneFailures,
    sceneLoadSeconds: now.sceneLoadSeconds - before.sceneLoadSeconds,
    deliveries: minus(now.deliveries, before.deliveries),
    jobs: minus(now.jobs, before.jobs),
    frames: less(now.frames, before.frames),
    sockets: lost(before.sockets.of, now.sockets.of),
  };
}

/** Of the sockets that were open, those that are not any more; what came and went between two looks is not seen. */
const lost = (before: number, now: number): Share => ({ hits: Math.max(0, before - now), of: before });

/**
 * Counts of several pods as one revision's: memory is the largest pod's, the frame rate the lowest pod's. What is one client's
 * is known from the totals of all.
 */
export const together = (pods: readonly ArmCounts[], ofOneClient = 0): ArmCounts => ({
  ...pods.reduce(plus, nothingCounted),
  ofOneClient,
  memoryBytes: Math.max(0, ...pods.map(({ memoryBytes }) => memoryBytes)),
  queued: highest(pods.map(({ queued }) => queued)),
  framesPerSecond: -highest(pods.map(({ framesPerSecond }) => -framesPerSecond)),
  heard: pods.length,
});

const plus = (a: ArmCounts, b: ArmCounts): ArmCounts => ({
  ...b,
  requests: a.requests + b.requests,
  errors: a.errors + b.errors,
  latency: summed(a.latency, b.latency),
  late: sharesAdded(a.late, b.late),
  sceneLoads: summed(a.sceneLoads, b.sceneLoads),
  sceneFailures: a.sceneFailures + b.sceneFailures,
  sceneLoadSeconds: a.sceneLoadSeconds + b.sceneLoadSeconds,
  deliveries: added(a.deliveries, b.deliveries),
  jobs: added(a.jobs, b.jobs),
  frames: summed(a.frames, b.frames),
  clients: a.clients + b.clients,
  callers: a.callers + b.callers,
  sockets: added(a.sockets, b.sockets),
});

/** Of those that say a number; NaN where none does. */
function highest(levels: readonly number[]): number {
  const told = levels.filter((level) => !Number.isNaN(level));
  return told.length > 0 ? Math.max(...told) : Number.NaN;
}

/** A count that is no count (NaN, infinite, negative) says nothing: a broken page of metrics must not stop the judge. */
const sum = (samples: readonly Sample[]): number =>
  samples.reduce((total, { value }) => (value > 0 && Number.isFinite(value) ? total + value : total), 0);
const minus = (a: Share, b: Share): Share => ({ hits: a.hits - b.hits, of: a.of - b.of });
const less = (now: readonly number[], before: readonly number[]): readonly number[] =>
  now.map((count, i) => count - (before[i] ?? 0));

/** Cumulative buckets → observations in each bucket, the last one without bound. */
function perBucket(buckets: readonly Sample[], bounds: readonly number[]): readonly number[] {
  const byBound = Map.groupBy(buckets, ({ labels }) => labels['le']);
  const upTo = [...bounds.map(String), '+Inf'].map((le) => sum(byBound.get(le) ?? []));
  return upTo.map((count, i) => Math.max(0, count - (upTo[i - 1] ?? 0)));
}

/** The runtime serves every route at these too, and counts it once. */
const base = /^\/api(\/v2)?(?=\/)/;

/** Answers on a path that took longer than the limit, to the nearest bucket above it. */
function lateness(buckets: readonly Sample[], { path, maxMilliseconds }: LatencyLimit): Share {
  const onPath = buckets.filter(({ labels }) => labels['route'] === path.replace(base, ''));
  const at = (le: string) => sum(onPath.filter(({ labels }) => labels['le'] === le));
  const bound = latencyBounds.find((seconds) => seconds * 1000 >= maxMilliseconds);
  const of = at('+Inf');
  return { of, hits: bound === undefined ? 0 : Math.max(0, of - at(String(bound))) };
}
