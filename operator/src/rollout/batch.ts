import type { Share } from './fisher.ts';

/** What the pods of one revision counted between two looks. All counts are differences, never totals. */
export interface ArmCounts {
  /** Answers to users. */
  readonly requests: number;
  /** Of these, the ones with a status of 500 or above. */
  readonly errors: number;
  /** Answers to users by duration: one count for each of `latencyBounds`, and a last one for all that took longer. */
  readonly latency: readonly number[];
  /** For each entry of `rollout.sla.latencies`: answers on its path, and those that took longer than its limit. */
  readonly late: readonly Share[];
  readonly sceneLoads: number;
  readonly sceneLoadSeconds: number;
  /** Largest resident memory among the pods at this look, in bytes. */
  readonly memoryBytes: number;
  /** Median frame rate that clients measured; NaN while nobody reports. */
  readonly framesPerSecond: number;
  /** Pods that answered this look. */
  readonly heard: number;
}

/** The same request sent to a pod of each revision at the same moment. */
export interface PairedProbes {
  readonly pairs: number;
  readonly onlyCandidateFailed: number;
  readonly onlyStableFailed: number;
}

/** One look at both revisions, about a second after the one before. */
export interface Batch {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly stable: ArmCounts;
  readonly candidate: ArmCounts;
  readonly probes: PairedProbes;
}

/** Upper bounds of the latency counts, in seconds: the buckets of `spacetime_http_request_seconds`. */
export const latencyBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export const nothingCounted: ArmCounts = {
  requests: 0,
  errors: 0,
  latency: [...latencyBounds.map(() => 0), 0],
  late: [],
  sceneLoads: 0,
  sceneLoadSeconds: 0,
  memoryBytes: 0,
  framesPerSecond: Number.NaN,
  heard: 0,
};

export const added = (a: Share, b: Share): Share => ({ hits: a.hits + b.hits, of: a.of + b.of });

const nothing: Share = { hits: 0, of: 0 };
const longer = <T>(a: readonly T[], b: readonly T[]): readonly T[] => (a.length > b.length ? a : b);

/** Counts of two spans as one. Memory and frame rate are levels, so the later one stands. */
export const plus = (a: ArmCounts, b: ArmCounts): ArmCounts => ({
  requests: a.requests + b.requests,
  errors: a.errors + b.errors,
  latency: a.latency.map((count, i) => count + (b.latency[i] ?? 0)),
  late: longer(a.late, b.late).map((_, i) => added(a.late[i] ?? nothing, b.late[i] ?? nothing)),
  sceneLoads: a.sceneLoads + b.sceneLoads,
  sceneLoadSeconds: a.sceneLoadSeconds + b.sceneLoadSeconds,
  memoryBytes: b.memoryBytes,
  framesPerSecond: b.framesPerSecond,
  heard: b.heard,
});
