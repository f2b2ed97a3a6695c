import { type ArmCounts, added, type Batch, latencyBounds, nothingCounted, plus } from './batch.ts';
import type { Share } from './fisher.ts';

/** The same measure on both revisions, over looks that are weighted alike. */
export interface Compared {
  readonly stable: Share;
  readonly candidate: Share;
}

/** All that the judge remembers of a release: sums, so that it is a few numbers however long the release runs. */
export interface JudgeRecord {
  /** Closed batches: only spans in which both revisions answered users, so that a shared cause touches both. */
  readonly stable: ArmCounts;
  readonly candidate: ArmCounts;
  /** Counts that wait until both revisions have answered. */
  readonly open: { readonly stable: ArmCounts; readonly candidate: ArmCounts };
  /** Answers with a status of 500 or above. */
  readonly failed: Compared;
  /** The same, of about the last five batches. */
  readonly lately: Compared;
  /** Answers slower than what 95 % of the stable's earlier answers took. */
  readonly slow: Compared;
  /** For each entry of `rollout.sla.latencies`: answers later than its limit. */
  readonly late: readonly Compared[];
  /** Looks in which the candidate failed users, and in which it failed a probe that the stable passed. */
  readonly badLooks: number;
  readonly badProbeLooks: number;
  readonly probes: {
    readonly pairs: number;
    readonly candidateFailed: number;
    readonly stableFailed: number;
  };
  /** Milliseconds since 1970 when each revision was last heard; 0 for never. */
  readonly heardAt: { readonly stable: number; readonly candidate: number };
}

const none: Share = { hits: 0, of: 0 };
export const nothingCompared: Compared = { stable: none, candidate: none };

export const emptyRecord: JudgeRecord = {
  stable: nothingCounted,
  candidate: nothingCounted,
  open: { stable: nothingCounted, candidate: nothingCounted },
  failed: nothingCompared,
  lately: nothingCompared,
  slow: nothingCompared,
  late: [],
  badLooks: 0,
  badProbeLooks: 0,
  probes: { pairs: 0, candidateFailed: 0, stableFailed: 0 },
  heardAt: { stable: 0, candidate: 0 },
};

/** Adds one look. Batches close when the candidate answered once and the stable twice: counts only, never outcomes, decide. */
export function fold(record: JudgeRecord, batch: Batch): JudgeRecord {
  const stable = plus(record.open.stable, batch.stable);
  const candidate = plus(record.open.candidate, batch.candidate);
  const looked = { ...record, ...probesSeen(record, batch), heardAt: heard(record, batch) };
  if (candidate.requests < 1 || stable.requests < 2) return { ...looked, open: { stable, candidate } };
  const errors = (arm: ArmCounts): Share => ({ hits: arm.errors, of: arm.requests });
  return {
    ...looked,
    stable: plus(record.stable, stable),
    candidate: plus(record.candidate, candidate),
    open: { stable: nothingCounted, candidate: nothingCounted },
    failed: compared(record.failed, errors(candidate), errors(stable)),
    lately: compared(faded(record.lately), errors(candidate), errors(stable)),
    slow: slower(record, candidate, stable),
    late: candidate.late.map((share, i) =>
      compared(record.late[i] ?? nothingCompared, share, stable.late[i] ?? none),
    ),
    badLooks: record.badLooks + (candidate.errors > 0 ? 1 : 0),
  };
}

/**
 * Adds one batch with the same weight on both sides, that of the smaller one. The candidate's share of the users moves
 * while it is on trial; without this, trouble that both share would count for the one that has more users at the time.
 */
function compared(sum: Compared, candidate: Share, stable: Share): Compared {
  const weight = Math.min(candidate.of, stable.of);
  if (weight <= 0) return sum;
  const weighted = ({ hits, of }: Share): Share => ({ hits: (hits * weight) / of, of: weight });
  return {
    candidate: added(sum.candidate, weighted(candidate)),
    stable: added(sum.stable, weighted(stable)),
  };
}

/** What is left of earlier batches when the next one comes. */
const memory = 0.8;

function faded({ stable, candidate }: Compared): Compared {
  const less = ({ hits, of }: Share): Share => ({ hits: hits * memory, of: of * memory });
  return { stable: less(stable), candidate: less(candidate) };
}

const heard = (record: JudgeRecord, { at, stable, candidate }: Batch): JudgeRecord['heardAt'] => ({
  stable: stable.heard > 0 ? at : record.heardAt.stable,
  candidate: candidate.heard > 0 ? at : record.heardAt.candidate,
});

const probesSeen = (
  record: JudgeRecord,
  { probes }: Batch,
): Pick<JudgeRecord, 'probes' | 'badProbeLooks'> => ({
  probes: {
    pairs: record.probes.pairs + probes.pairs,
    candidateFailed: record.probes.candidateFailed + probes.onlyCandidateFailed,
    stableFailed: record.probes.stableFailed + probes.onlyStableFailed,
  },
  badProbeLooks: record.badProbeLooks + (probes.onlyCandidateFailed > 0 ? 1 : 0),
});

/** Answers before the bound is trusted: a quantile of fewer says nothing. */
const answersForBound = 50;
/** Seconds that are never slow, whatever the stable does: nobody feels less. */
const neverSlowSeconds = 0.1;

function slower({ stable: before, slow }: JudgeRecord, candidate: ArmCounts, stable: ArmCounts): Compared {
  const bound = slowBound(before.latency);
  const share = ({ latency }: ArmCounts, from: number): Share => ({
    hits: total(latency.slice(from + 1)),
    of: total(latency),
  });
  return bound === undefined ? slow : compared(slow, share(candidate, bound), share(stable, bound));
}

/** Index of the bucket that holds the stable's 95th percentile so far; absent while there are too few answers. */
function slowBound(latency: readonly number[]): number | undefined {
  const all = total(latency);
  if (all < answersForBound) return undefined;
  let below = 0;
  const index = latency.findIndex((count, i) => {
    below += count;
    return below >= 0.95 * all && (latencyBounds[i] ?? Number.POSITIVE_INFINITY) >= neverSlowSeconds;
  });
  return index < latencyBounds.length ? index : undefined;
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
