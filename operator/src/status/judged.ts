import type { JudgeRecord as Checkpoint, Release } from '../api/status/release.ts';
import { isOneApart, othersName } from '../rollout/judge/clients.ts';
import { added } from '../rollout/judge/evidence/share.ts';
import { logE, noSums, type Sums } from '../rollout/judge/evidence/sums.ts';
import { logLimit, type Measure, measureNames } from '../rollout/judge/families.ts';
import { emptyRecord, type JudgeRecord } from '../rollout/judge/record.ts';
import type { Trial } from '../rollout/rollout.ts';

type Family = Checkpoint['families'][number];

/** The judge's sums as status keeps them, so that a restarted operator goes on instead of starting over. */
export const checkpoint = ({ measures, probes, clients }: JudgeRecord, since: string): Checkpoint => ({
  since,
  families: [
    ...measureNames.map((name) => family(name, measures[name])),
    family('probes', probes),
    ...(isOneApart(clients, measures.errors) ? [family(othersName, clients.others)] : []),
  ],
});

const most = 2_147_483_647;
/** As much as a decimal of 24 characters holds. */
const decimal = (value: number): string => Math.min(1e9, Math.max(-1e9, value)).toFixed(4);
const count = (value: number): number => Math.min(most, Math.max(0, Math.round(value)));

function family(name: string, sums: Sums): Family {
  const stable = added(sums.seen.stable, sums.open.stable);
  const candidate = added(sums.seen.candidate, sums.open.candidate);
  return {
    name,
    stableCount: count(stable.of),
    stableBad: count(stable.hits),
    candidateCount: count(candidate.of),
    candidateBad: count(candidate.hits),
    logE: decimal(logE(sums)),
    logELimit: decimal(logLimit),
  };
}

/**
 * The sums of this very trial as a status keeps them, as the judge goes on with them; empty where the status speaks of
 * another, or was written by an operator that kept other sums. What lies between checkpoint and restart is skipped, not
 * guessed; what is slow is learnt anew.
 */
export function recordOf(release: Release | undefined, trial: Trial): JudgeRecord {
  const isSame = release?.revision === trial.candidate && release.startedAt === trial.startedAt;
  const families = isSame ? (release.judge?.families ?? []) : [];
  if (!families.some(({ logE }) => logE !== undefined)) return emptyRecord;
  const sums = (name: string, none: Sums) =>
    sumsOf(
      families.find((one) => one.name === name),
      none,
    );
  const errors = sums('errors', noSums);
  return {
    ...emptyRecord,
    measures: Object.fromEntries(measureNames.map((name) => [name, sums(name, noSums)])) as Record<
      Measure,
      Sums
    >,
    probes: sums('probes', emptyRecord.probes),
    clients: { ...emptyRecord.clients, others: sums(othersName, errors) },
    isCut: release?.phase === 'Baking' && release.comparedSince === undefined,
  };
}

/** The evidence so far counts the same for every alternative: it is a factor that all that follows is multiplied with. */
function sumsOf(saved: Family | undefined, none: Sums): Sums {
  const evidence = Number(saved?.logE);
  if (!saved || !Number.isFinite(evidence)) return none;
  return {
    ...none,
    seen: {
      stable: { hits: saved.stableBad, of: saved.stableCount },
      candidate: { hits: saved.candidateBad, of: saved.candidateCount },
    },
    logs: none.logs.map(() => evidence),
    badLooks: Math.min(1, saved.candidateBad),
  };
}
