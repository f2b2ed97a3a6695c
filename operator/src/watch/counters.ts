import { type ArmCounts, latencyBounds, nothingCounted, plus } from '../rollout/batch.ts';
import type { Share } from '../rollout/fisher.ts';
import type { Sample } from './exposition.ts';

/** Metrics of the runtime that the judge reads. */
export const judgedMetrics: ReadonlySet<string> = new Set([
  'http_requests_total',
  'spacetime_http_request_seconds_bucket',
  'spacetime_scene_load_seconds_sum',
  'spacetime_scene_load_seconds_count',
  'godot_memory_bytes',
  'godot_fps',
]);

/** A limit of `rollout.sla.latencies`. */
export interface LatencyLimit {
  readonly path: string;
  readonly maxMilliseconds: number;
}

/** Totals of one pod since it started, in the form of counts. */
export function totalsOf(samples: readonly Sample[], limits: readonly LatencyLimit[]): ArmCounts {
  const users = samples.filter(({ labels }) => labels['client'] === 'user');
  const requests = users.filter(({ name }) => name === 'http_requests_total');
  const buckets = users.filter(({ name }) => name === 'spacetime_http_request_seconds_bucket');
  return {
    requests: sum(requests),
    errors: sum(requests.filter(({ labels }) => Number(labels['status']) >= 500)),
    latency: perBucket(buckets),
    late: limits.map((limit) => lateness(buckets, limit)),
    sceneLoads: sum(named(samples, 'spacetime_scene_load_seconds_count')),
    sceneLoadSeconds: sum(named(samples, 'spacetime_scene_load_seconds_sum')),
    memoryBytes: sum(named(samples, 'godot_memory_bytes')),
    framesPerSecond: named(samples, 'godot_fps')[0]?.value ?? Number.NaN,
    heard: 1,
  };
}

/** What a pod counted between two looks. A pod that counts less than before was restarted: all that it has is new. */
export function since(before: ArmCounts | undefined, now: ArmCounts): ArmCounts {
  if (!before)
    return {
      ...nothingCounted,
      memoryBytes: now.memoryBytes,
      framesPerSecond: now.framesPerSecond,
      heard: 1,
    };
  if (now.requests < before.requests) return now;
  return {
    ...now,
    requests: now.requests - before.requests,
    errors: now.errors - before.errors,
    latency: now.latency.map((count, i) => count - (before.latency[i] ?? 0)),
    late: now.late.map((share, i) => minus(share, before.late[i] ?? { hits: 0, of: 0 })),
    sceneLoads: now.sceneLoads - before.sceneLoads,
    sceneLoadSeconds: now.sceneLoadSeconds - before.sceneLoadSeconds,
  };
}

/** Counts of several pods as one revision's: memory is the largest pod's, the frame rate the lowest pod's. */
export const together = (pods: readonly ArmCounts[]): ArmCounts => ({
  ...pods.reduce(plus, nothingCounted),
  memoryBytes: Math.max(0, ...pods.map(({ memoryBytes }) => memoryBytes)),
  framesPerSecond: lowest(
    pods.map(({ framesPerSecond }) => framesPerSecond).filter((rate) => !Number.isNaN(rate)),
  ),
  heard: pods.length,
});

const lowest = (rates: readonly number[]): number => (rates.length > 0 ? Math.min(...rates) : Number.NaN);
const named = (samples: readonly Sample[], name: string) => samples.filter((sample) => sample.name === name);
/** A count that is no count (NaN, infinite, negative) says nothing: a broken page of metrics must not stop the judge. */
const sum = (samples: readonly Sample[]): number =>
  samples.reduce((total, { value }) => (value > 0 && Number.isFinite(value) ? total + value : total), 0);
const minus = (a: Share, b: Share): Share => ({ hits: a.hits - b.hits, of: a.of - b.of });

/** Cumulative buckets → answers in each bucket, the last one without bound. */
function perBucket(buckets: readonly Sample[]): readonly number[] {
  const upTo = [...latencyBounds.map(String), '+Inf'].map((le) =>
    sum(buckets.filter(({ labels }) => labels['le'] === le)),
  );
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
