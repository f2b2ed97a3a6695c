import { added, nothing, type Share } from './evidence/share.ts';

/** What the pods of one revision counted between two looks. Counts are differences, levels are those of this look. */
export interface ArmCounts {
  /** Answers to users. */
  readonly requests: number;
  /** Of these, the ones with a status of 500 or above. */
  readonly errors: number;
  /** Of these, the ones of the one client that has most of them; 0 while nobody tells. */
  readonly ofOneClient: number;
  /** Level: clients that asked in the last minute, summed over the pods; 0 while nobody tells. */
  readonly callers: number;
  /** Answers to users by duration: one count for each of `latencyBounds`, and a last one for all that took longer. */
  readonly latency: readonly number[];
  /** For each entry of `rollout.sla.latencies`: answers on its path, and those that took longer than its limit. */
  readonly late: readonly Share[];
  /** Scenes that were loaded, by duration: one count for each of `sceneBounds`, and a last one. */
  readonly sceneLoads: readonly number[];
  /** Scenes that were asked for and not loaded. */
  readonly sceneFailures: number;
  readonly sceneLoadSeconds: number;
  /** Attempts to deliver to a webhook, and those that failed. */
  readonly deliveries: Share;
  /** Jobs that ended, and those that failed. */
  readonly jobs: Share;
  /** Frames that clients reported: one count for each of `frameBounds`, and a last one. */
  readonly frames: readonly number[];
  /** Level: clients that reported frames in the last seconds. */
  readonly clients: number;
  /** Sockets that were open at the look before, and how many fewer there are now. */
  readonly sockets: Share;
  /** Level: largest memory among the pods, in bytes. */
  readonly memoryBytes: number;
  /** Level: jobs of the whole world that wait; NaN while nobody says. */
  readonly queued: number;
  /** Level: median frame rate that clients measured; NaN while nobody reports. */
  readonly framesPerSecond: number;
  /** Pods that answered this look. */
  readonly heard: number;
}

/** The same request sent to a pod of each revision at the same moment. */
export interface PairedProbes {
  readonly pairs: number;
  readonly onlyCandidateFailed: number;
  readonly onlyStableFailed: number;
  readonly bothFailed: number;
}

/** One look at both revisions, about a second after the one before. */
export interface Batch {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether all users were given to the candidate, so that only probes still compare. */
  readonly isCut: boolean;
  readonly stable: ArmCounts;
  readonly candidate: ArmCounts;
  readonly probes: PairedProbes;
}

/** Upper bounds of the latency counts, in seconds: the buckets of `spacetime_http_request_seconds`. */
export const latencyBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** Upper bounds in seconds: the buckets of `spacetime_scene_load_seconds`. */
export const sceneBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** Upper bounds in seconds: the buckets of `spacetime_client_frame_seconds`. */
export const frameBounds = [
  0.004, 0.006, 0.0075, 0.009, 0.0105, 0.012, 0.0145, 0.0175, 0.021, 0.025, 0.034, 0.05, 0.1, 0.25, 0.5,
] as const;

const empty = (bounds: readonly number[]): readonly number[] => [...bounds.map(() => 0), 0];

export const nothingCounted: ArmCounts = {
  requests: 0,
  errors: 0,
  ofOneClient: 0,
  callers: 0,
  latency: empty(latencyBounds),
  late: [],
  sceneLoads: empty(sceneBounds),
  sceneFailures: 0,
  sceneLoadSeconds: 0,
  deliveries: nothing,
  jobs: nothing,
  frames: empty(frameBounds),
  clients: 0,
  sockets: nothing,
  memoryBytes: 0,
  queued: Number.NaN,
  framesPerSecond: Number.NaN,
  heard: 0,
};

export const noProbes: PairedProbes = {
  pairs: 0,
  onlyCandidateFailed: 0,
  onlyStableFailed: 0,
  bothFailed: 0,
};

export const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Two histograms over the same bounds as one. */
export const summed = (a: readonly number[], b: readonly number[]): readonly number[] =>
  (a.length >= b.length ? a : b).map((_, i) => (a[i] ?? 0) + (b[i] ?? 0));

/** Lists of shares, entry by entry. */
export const sharesAdded = (a: readonly Share[], b: readonly Share[]): readonly Share[] =>
  (a.length >= b.length ? a : b).map((_, i) => added(a[i] ?? nothing, b[i] ?? nothing));
