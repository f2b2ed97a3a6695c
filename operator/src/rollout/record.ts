import { type ArmCounts, added, type Batch, latencyBounds, nothingCounted, plus } from './batch.ts';
import type { Share } from './fisher.ts';

/** All that the judge remembers of a release: sums, so that it is a few numbers however long the release runs. */
export interface JudgeRecord {
  /** Closed batches: only spans in which both revisions answered users, so that a shared cause touches both. */
  readonly stable: ArmCounts;
  readonly candidate: ArmCounts;
  /** Counts that wait until both revisions have answered. */
  readonly open: { readonly stable: ArmCounts; readonly candidate: ArmCounts };
  /** Looks in which the candidate failed users, and in which it failed a probe that the stable passed. */
  readonly badLooks: number;
  readonly badProbeLooks: number;
  readonly probes: {
    readonly pairs: number;
    readonly candidateFailed: number;
    readonly stableFailed: number;
  };
  /** Answers slower than what 95 % of the stable's earlier answers took. */
  readonly slow: { readonly stable: Share; readonly candidate: Share };
  /** Milliseconds since 1970 when each revision was last heard; 0 for never. */
  readonly heardAt: { readonly stable: number; readonly candidate: number };
}

const none: Share = { hits: 0, of: 0 };

export const emptyRecord: JudgeRecord = {
  stable: nothingCounted,
  candidate: nothingCounted,
  open: { stable: nothingCounted, candidate: nothingCounted },
  badLooks: 0,
  badProbeLooks: 0,
  probes: { pairs: 0, candidateFailed: 0, stableFailed: 0 },
  slow: { stable: none, candidate: none },
  heardAt: { stable: 0, candidate: 0 },
};

/** Adds one look. Batches close when the candidate answered once and the stable twice: counts only, never outcomes, decide. */
export function fold(record: JudgeRecord, batch: Batch): JudgeRecord {
  const stable = plus(record.open.stable, batch.stable);
  const candidate = plus(record.open.candidate, batch.candidate);
  const looked = { ...record, ...probesSeen(record, batch), heardAt: heard(record, batch) };
  if (candidate.requests < 1 || stable.requests < 2) return { ...looked, open: { stable, candidate } };
  const bound = slowBound(record.stable.latency);
  return {
    ...looked,
    stable: plus(record.stable, stable),
    candidate: plus(record.candidate, candidate),
    open: { stable: nothingCounted, candidate: nothingCounted },
    badLooks: record.badLooks + (batch.candidate.errors > 0 ? 1 : 0),
    slow:
      bound === undefined
        ? record.slow
        : {
            stable: added(record.slow.stable, slower(stable.latency, bound)),
            candidate: added(record.slow.candidate, slower(candidate.latency, bound)),
          },
  };
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

/** Index of the bucket that holds the stable's 95th percentile so far; absent while there are too few answers. */
function slowBound(latency: readonly number[]): number | undefined {
  const all = latency.reduce((sum, count) => sum + count, 0);
  if (all < answersForBound) return undefined;
  let below = 0;
  const index = latency.findIndex((count) => {
    below += count;
    return below >= 0.95 * all;
  });
  return index < latencyBounds.length ? index : undefined;
}

const slower = (latency: readonly number[], bound: number): Share => ({
  hits: latency.slice(bound + 1).reduce((sum, count) => sum + count, 0),
  of: latency.reduce((sum, count) => sum + count, 0),
});
