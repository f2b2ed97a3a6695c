import type { PairedProbes } from '../batch.ts';
import { added, counted } from './share.ts';
import { badLooks, logBernoulli, noSums, type Sums } from './sums.ts';

/** Chance that, of two probes of which one failed, it is the candidate's: more than this is worse. */
const tolerated = 0.55;
/** Chances of a worse candidate; the evidence is the mean over all of these. */
const grid = [0.75, 0.9, 0.99] as const;

export const noPairs: Sums = { ...noSums, logs: grid.map(() => 0) };

/**
 * Adds the pairs of one look. Only pairs that differ say anything: what fails on both sides, or on none, cancels.
 * Where the candidate has all users, evidence for it is not saved up against later trouble. Source: the sign test.
 */
export function paired(sums: Sums, probes: PairedProbes, isCut: boolean): Sums {
  const candidate = counted({ hits: probes.onlyCandidateFailed, of: probes.pairs });
  const stable = counted({ hits: probes.onlyStableFailed, of: probes.pairs });
  const differing = { hits: candidate.hits, of: candidate.hits + stable.hits };
  const least = isCut ? 0 : Number.NEGATIVE_INFINITY;
  return {
    ...sums,
    seen: { candidate: added(sums.seen.candidate, candidate), stable: added(sums.seen.stable, stable) },
    logs: sums.logs.map((log, i) =>
      Math.max(least, log + logBernoulli(differing, grid[i] ?? tolerated, tolerated)),
    ),
    ...badLooks(sums, candidate),
  };
}
