import type { Fault } from '../reading.ts';
import { logMean } from './evidence/hypergeometric.ts';
import { added, percentText, rate, type Share, shareText } from './evidence/share.ts';
import { logBernoulli, logE, noSums, type Sums } from './evidence/sums.ts';
import { type Family, lateness, logLimit, measureNames, measures } from './families.ts';
import type { JudgeRecord } from './record.ts';
import type { Sla } from './sla.ts';
import { isUnusual } from './trouble.ts';

/** Whether so much was seen, in so many looks, that the evidence counts. */
const counts = (
  { seen, open, badLooks }: Sums,
  { hitsThatCount, looksThatCount }: Omit<Family, 'verb' | 'noun'>,
) => seen.candidate.hits + open.candidate.hits >= hitsThatCount && badLooks >= looksThatCount;

/** Whether the evidence alone condemns. */
export const condemns = (sums: Sums, family: Family): boolean =>
  counts(sums, family) && logE(sums) >= logLimit;

/** What users and probes say together: given what both revisions share, neither depends on the other. */
const together = ({ measures: { errors }, probes, isCut }: JudgeRecord): number =>
  isCut ? logE(probes) : logE(errors) + logE(probes);

/** Probes that the candidate fails and the stable passes, at the same moment. */
export function failsProbes(record: JudgeRecord): Fault | undefined {
  const { probes } = record;
  const e = Math.max(logE(probes), together(record));
  if (!counts(probes, measures.errors) || e < logLimit) return undefined;
  const { stable, candidate } = probes.seen;
  const shown = ({ hits, of }: Share) => `${hits} of ${of}`;
  return {
    reason: 'ErrorRateWorse',
    message: `The candidate failed ${shown(candidate)} probes that the stable passed.`,
    evidence: [{ name: 'probes', stable: shown(stable), candidate: shown(candidate), note: chance(e) }],
  };
}

/** A measure by which the candidate is worse than the stable. */
export function isWorse(record: JudgeRecord, { maxErrorPercent }: Sla): Fault | undefined {
  for (const name of measureNames) {
    const sums = record.measures[name];
    const family: Family = measures[name];
    if (!family.reason || !condemns(sums, family)) continue;
    if (name === 'errors' && percent(sums.seen.candidate) <= maxErrorPercent) continue;
    const { stable, candidate } = sums.seen;
    return {
      reason: family.reason,
      message: `The candidate ${family.verb} ${shareText(candidate)} ${family.noun}, the stable ${shareText(stable)}.`,
      evidence: [
        {
          name,
          stable: shareText(stable),
          candidate: shareText(candidate),
          ...(name === 'errors' && { limit: `${maxErrorPercent} %` }),
          note: chance(logE(sums)),
        },
      ],
    };
  }
  return undefined;
}

/** A limit of the SLA for a path that the candidate breaks and the stable does not. All paths are one measure. */
export function isLate({ late }: JudgeRecord, { latencies }: Sla): Fault | undefined {
  const e = logMean(noSums.logs.map((_, i) => late.reduce((sum, { logs }) => sum + (logs[i] ?? 0), 0)));
  if (e < logLimit) return undefined;
  for (const [i, { path, maxMilliseconds, percentile }] of latencies.entries()) {
    const sums = late[i] ?? noSums;
    const { candidate, stable } = sums.seen;
    if (!counts(sums, lateness) || percent(candidate) <= 100 - percentile || rate(candidate) <= rate(stable))
      continue;
    const limit = `${maxMilliseconds} ms`;
    const shown = (share: Share) => `${percentText(share)} late`;
    return {
      reason: 'LatencyWorse',
      message: `${path} takes longer than ${limit}: of the candidate ${shown(candidate)}, of the stable ${shown(stable)}.`,
      evidence: [
        {
          name: 'latency',
          stable: shown(stable),
          candidate: shown(candidate),
          limit,
          note: `${path}, ${chance(e)}`,
        },
      ],
    };
  }
  return undefined;
}

/** Multiples of the allowed rate that the absolute bound tries. */
const grid = [2, 4, 8, 32] as const;
/** Evidence that the candidate is also worse than the stable, without which a bound that both break says nothing. */
const alsoWorse = Math.log(20);

/**
 * More failures than the SLA allows, whatever the stable does: needs some evidence against the candidate besides, and a
 * stable that keeps the SLA; alone where there is no stable.
 */
export function breaksSla(record: JudgeRecord, { maxErrorPercent }: Sla): Fault | undefined {
  const { errors } = record.measures;
  const candidate = added(errors.seen.candidate, errors.open.candidate);
  const stable = added(errors.seen.stable, errors.open.stable);
  if (!counts(errors, measures.errors)) return undefined;
  // A burst of failures is one event.
  const events = { hits: Math.min(candidate.hits, errors.badLooks), of: candidate.of };
  const e = absoluteLogE(events, maxErrorPercent);
  if (e < logLimit) return undefined;
  const hasStable = record.heardAt.stable > 0;
  const also =
    Math.max(logE(errors), logE(record.probes)) >= alsoWorse &&
    percent(stable) <= maxErrorPercent &&
    !isUnusual(record.lately.users.stable, errors.seen.stable);
  if (hasStable && !also) return undefined;
  return {
    reason: 'SLABreached',
    message: `The candidate failed ${shareText(candidate)} requests, and rollout.sla allows ${maxErrorPercent} %.`,
    evidence: [
      {
        name: 'sla',
        ...(hasStable && { stable: shareText(stable) }),
        candidate: shareText(candidate),
        limit: `${maxErrorPercent} %`,
        note: chance(e),
      },
    ],
  };
}

/** ln of the evidence that more than `maxPercent` of all requests fail. */
export function absoluteLogE(share: Share, maxPercent: number): number {
  const allowed = Math.min(0.99, Math.max(0.0001, maxPercent / 100));
  const alternatives = grid.map((times) => Math.min(allowed * times, (1 + allowed) / 2));
  return logMean(alternatives.map((alternative) => logBernoulli(share, alternative, allowed)));
}

const percent = (share: Share): number => 100 * rate(share);

/** How rarely a good candidate comes to such evidence. */
const chance = (logE: number): string =>
  `by chance at most once in ${Math.round(Math.exp(Math.min(logE, 27))).toLocaleString('en')}`;

/** Whether the warm old revision passes what the new one fails: what must be so before a bake turns back. */
export const isConfirmed = ({ probes }: JudgeRecord): boolean => logE(probes) >= alsoWorse;
