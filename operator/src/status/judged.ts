import type { JudgeRecord as Checkpoint, Release } from '../api/status/release.ts';
import { type Compared, emptyRecord, type JudgeRecord, nothingCompared } from '../rollout/record.ts';
import type { Trial } from '../rollout/rollout.ts';

/** The judge's sums as status keeps them, so that a restarted operator goes on instead of starting over. */
export function checkpoint(record: JudgeRecord, since: string): Checkpoint {
  const { stable, candidate, probes, failed, slow } = record;
  return {
    since,
    families: [
      family('errors', [stable.requests, stable.errors], [candidate.requests, candidate.errors]),
      family('failed', [failed.stable.of, failed.stable.hits], [failed.candidate.of, failed.candidate.hits]),
      family('probes', [probes.pairs, probes.stableFailed], [probes.pairs, probes.candidateFailed]),
      family('latency', [slow.stable.of, slow.stable.hits], [slow.candidate.of, slow.candidate.hits]),
    ],
  };
}

const most = 2_147_483_647;
const count = (value: number): number => Math.min(most, Math.max(0, Math.round(value)));

const family = (name: string, stable: readonly [number, number], candidate: readonly [number, number]) => ({
  name,
  stableCount: count(stable[0]),
  stableBad: count(stable[1]),
  candidateCount: count(candidate[0]),
  candidateBad: count(candidate[1]),
});

/**
 * The sums of this very trial as a status keeps them, as the judge goes on with them; empty where the status speaks of
 * another. What lies between checkpoint and restart is skipped, not guessed.
 */
export function recordOf(release: Release | undefined, trial: Trial): JudgeRecord {
  const isSame = release?.revision === trial.candidate && release.startedAt === trial.startedAt;
  const sums = (name: string) => sumsOf(isSame ? release.judge : undefined, name);
  const [errors, probes] = [sums('errors'), sums('probes')];
  const { stable, candidate } = emptyRecord;
  return {
    ...emptyRecord,
    stable: { ...stable, requests: errors.stable.of, errors: errors.stable.hits },
    candidate: { ...candidate, requests: errors.candidate.of, errors: errors.candidate.hits },
    failed: sums('failed'),
    slow: sums('latency'),
    badLooks: Math.min(1, errors.candidate.hits),
    badProbeLooks: Math.min(1, probes.candidate.hits),
    probes: {
      pairs: probes.candidate.of,
      candidateFailed: probes.candidate.hits,
      stableFailed: probes.stable.hits,
    },
  };
}

function sumsOf(saved: Checkpoint | undefined, name: string): Compared {
  const sums = saved?.families.find((family) => family.name === name);
  if (!sums) return nothingCompared;
  return {
    stable: { hits: sums.stableBad, of: sums.stableCount },
    candidate: { hits: sums.candidateBad, of: sums.candidateCount },
  };
}
