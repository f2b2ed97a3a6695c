import type { JudgeRecord as Checkpoint } from '../api/status/release.ts';
import { emptyRecord, type JudgeRecord } from '../rollout/record.ts';

/** The judge's sums as status keeps them, so that a restarted operator goes on instead of starting over. */
export function checkpoint(record: JudgeRecord, since: string): Checkpoint {
  const { stable, candidate, probes, slow } = record;
  return {
    since,
    families: [
      family('errors', [stable.requests, stable.errors], [candidate.requests, candidate.errors]),
      family('probes', [probes.pairs, probes.stableFailed], [probes.pairs, probes.candidateFailed]),
      family('latency', [slow.stable.of, slow.stable.hits], [slow.candidate.of, slow.candidate.hits]),
    ],
  };
}

const family = (name: string, stable: readonly [number, number], candidate: readonly [number, number]) => ({
  name,
  stableCount: stable[0],
  stableBad: stable[1],
  candidateCount: candidate[0],
  candidateBad: candidate[1],
});

/** Sums of a checkpoint as the judge goes on with them. What lies between checkpoint and restart is skipped, not guessed. */
export function recordOf(saved: Checkpoint | undefined): JudgeRecord {
  const of = (name: string) => saved?.families.find((one) => one.name === name);
  const errors = of('errors');
  const probes = of('probes');
  return {
    ...emptyRecord,
    stable: { ...emptyRecord.stable, requests: errors?.stableCount ?? 0, errors: errors?.stableBad ?? 0 },
    candidate: {
      ...emptyRecord.candidate,
      requests: errors?.candidateCount ?? 0,
      errors: errors?.candidateBad ?? 0,
    },
    badLooks: errors?.candidateBad ? 1 : 0,
    badProbeLooks: probes?.candidateBad ? 1 : 0,
    probes: {
      pairs: probes?.candidateCount ?? 0,
      candidateFailed: probes?.candidateBad ?? 0,
      stableFailed: probes?.stableBad ?? 0,
    },
  };
}
