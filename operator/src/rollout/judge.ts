import type { SpaceTimeSpec } from '../api/spacetime.ts';
import { fisher, type Share } from './fisher.ts';
import type { Fault, Verdict } from './reading.ts';
import { type Compared, type JudgeRecord, nothingCompared } from './record.ts';

/** Absolute bounds; a rollback also needs the stable to keep them. */
export type Sla = Omit<SpaceTimeSpec['rollout']['sla'], 'maxMemory'> & { readonly maxMemoryBytes: number };

/** Chance, at one look, to call a candidate worse that is as good as the stable; small, because there are hundreds of looks. */
const significance = 0.0002;
/** Failures come in bursts: so many, in so many separate looks, before a verdict. */
const failuresThatCount = 5;
const looksThatCount = 2;
/** Seconds after which a revision that is not heard counts as silent. */
const silentSeconds = 5;
/** A candidate is slower when this many times more of its answers are slow. */
const slowTimes = 3;

/**
 * Candidate against stable at this moment. Pure, and asked after every look.
 *
 * A number rolls back only where the stable does not show the same: its own errors, its own slowness and its own
 * failed probes are subtracted by comparison, so that what hurts both is never the release's fault.
 */
export function judge(record: JudgeRecord, sla: Sla, now: Date): Verdict {
  const fault =
    failsProbes(record) ??
    failsUsers(record, sla) ??
    isSlower(record) ??
    isLate(record, sla) ??
    loadsSlowly(record, sla) ??
    growsTooLarge(record, sla);
  if (fault) return { name: 'RollBack', ...fault };
  const shared = bothFail(record, sla);
  if (shared) return { name: 'Environment', reason: 'BothFail', message: shared };
  const silent = silence(record, now);
  if (silent) return { name: 'Hold', reason: 'ScrapeFailed', message: silent };
  const frames = dropsFrames(record, sla);
  if (frames) return { name: 'Hold', reason: 'FrameRate', message: frames };
  const observations = record.candidate.requests + record.open.candidate.requests + record.probes.pairs;
  return {
    name: 'Continue',
    observations,
    message: `${observations} answers of the candidate, no worse than the stable.`,
  };
}

/** How likely it is that the candidate hits so often if it hits no more often than the stable. */
const chanceOf = ({ candidate, stable }: Compared): number => fisher(rounded(candidate), rounded(stable));

const rounded = ({ hits, of }: Share): Share => ({ hits: Math.round(hits), of: Math.round(of) });

function failsUsers(record: JudgeRecord, sla: Sla): Fault | undefined {
  const { stable, candidate, failed, badLooks } = record;
  if (candidate.errors < failuresThatCount || badLooks < looksThatCount) return undefined;
  if (percent(candidate.errors, candidate.requests) <= sla.maxErrorPercent) return undefined;
  const p = chanceOf(failed);
  if (p > significance) return undefined;
  const shown = (arm: { errors: number; requests: number }) =>
    `${arm.errors} of ${arm.requests} (${percent(arm.errors, arm.requests).toFixed(1)} %)`;
  return {
    reason: 'ErrorRateWorse',
    message: `The candidate failed ${shown(candidate)} requests, the stable ${shown(stable)}.`,
    evidence: [
      {
        name: 'errors',
        stable: shown(stable),
        candidate: shown(candidate),
        limit: `${sla.maxErrorPercent} %`,
        note: chance(p),
      },
    ],
  };
}

function failsProbes({ probes, badProbeLooks }: JudgeRecord): Fault | undefined {
  const { pairs, candidateFailed, stableFailed } = probes;
  if (candidateFailed < failuresThatCount || badProbeLooks < looksThatCount) return undefined;
  const p = fisher({ hits: candidateFailed, of: pairs }, { hits: stableFailed, of: pairs });
  if (p > significance) return undefined;
  const shown = (failed: number) => `${failed} of ${pairs}`;
  return {
    reason: 'ErrorRateWorse',
    message: `The candidate failed ${shown(candidateFailed)} probes that the stable passed.`,
    evidence: [
      { name: 'probes', stable: shown(stableFailed), candidate: shown(candidateFailed), note: chance(p) },
    ],
  };
}

/** Lately both fail more than the SLA allows: whatever it is, it is not the release, and no time to go on with one. */
function bothFail({ lately }: JudgeRecord, { maxErrorPercent }: Sla): string | undefined {
  const bad = ({ hits, of }: Share) => hits >= looksThatCount && percent(hits, of) > maxErrorPercent;
  return bad(lately.stable) && bad(lately.candidate)
    ? 'Both revisions fail requests right now, so this is not about the release.'
    : undefined;
}

function isSlower({ slow }: JudgeRecord): Fault | undefined {
  const { stable, candidate } = slow;
  if (candidate.hits < failuresThatCount * 2) return undefined;
  if (candidate.hits * stable.of < slowTimes * stable.hits * candidate.of) return undefined;
  const p = chanceOf(slow);
  if (p > significance) return undefined;
  const shown = (share: Share) => `${percent(share.hits, share.of).toFixed(1)} % slow`;
  return {
    reason: 'LatencyWorse',
    message: `Of the candidate's answers ${shown(candidate)}, of the stable's ${shown(stable)}.`,
    evidence: [{ name: 'latency', stable: shown(stable), candidate: shown(candidate), note: chance(p) }],
  };
}

/** A limit of the SLA that the candidate breaks and the stable does not. */
function isLate({ late }: JudgeRecord, { latencies }: Sla): Fault | undefined {
  for (const [i, { path, maxMilliseconds, percentile }] of latencies.entries()) {
    const { candidate: now, stable: before } = late[i] ?? nothingCompared;
    if (now.hits < failuresThatCount) continue;
    const broken = percent(now.hits, now.of) > 100 - percentile;
    if (!broken || chanceOf({ candidate: now, stable: before }) > significance) continue;
    const limit = `${maxMilliseconds} ms`;
    const shown = (share: Share) => `${percent(share.hits, share.of).toFixed(1)} % late`;
    return {
      reason: 'LatencyWorse',
      message: `${path} takes longer than ${limit}: of the candidate ${shown(now)}, of the stable ${shown(before)}.`,
      evidence: [{ name: 'latency', stable: shown(before), candidate: shown(now), limit, note: path }],
    };
  }
  return undefined;
}

function loadsSlowly({ stable, candidate }: JudgeRecord, { maxSceneLoadSeconds }: Sla): Fault | undefined {
  if (maxSceneLoadSeconds === undefined || candidate.sceneLoads < failuresThatCount) return undefined;
  if (stable.sceneLoads === 0) return undefined;
  const mean = candidate.sceneLoadSeconds / candidate.sceneLoads;
  const before = stable.sceneLoadSeconds / stable.sceneLoads;
  if (mean <= maxSceneLoadSeconds || before > maxSceneLoadSeconds) return undefined;
  return {
    reason: 'SceneLoadWorse',
    message: `A scene takes the candidate ${mean.toFixed(1)} s to load, the stable ${before.toFixed(1)} s.`,
    evidence: [
      {
        name: 'sceneLoad',
        stable: `${before.toFixed(1)} s`,
        candidate: `${mean.toFixed(1)} s`,
        limit: `${maxSceneLoadSeconds} s`,
      },
    ],
  };
}

function growsTooLarge({ stable, candidate, open }: JudgeRecord, { maxMemoryBytes }: Sla): Fault | undefined {
  const now = Math.max(candidate.memoryBytes, open.candidate.memoryBytes);
  const before = Math.max(stable.memoryBytes, open.stable.memoryBytes);
  if (now <= maxMemoryBytes || before > maxMemoryBytes) return undefined;
  const shown = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  return {
    reason: 'MemoryGrowing',
    message: `A pod of the candidate uses ${shown(now)}, the limit is ${shown(maxMemoryBytes)}.`,
    evidence: [
      { name: 'memory', stable: shown(before), candidate: shown(now), limit: shown(maxMemoryBytes) },
    ],
  };
}

/** What only clients report can be made up by a client, so it holds a release and never undoes one. */
function dropsFrames(
  { stable, candidate, open }: JudgeRecord,
  { minFramesPerSecond }: Sla,
): string | undefined {
  if (minFramesPerSecond === undefined) return undefined;
  const rate = (arm: number, waiting: number) => Math.round(Number.isNaN(waiting) ? arm : waiting);
  const now = rate(candidate.framesPerSecond, open.candidate.framesPerSecond);
  const before = rate(stable.framesPerSecond, open.stable.framesPerSecond);
  if (!(now < minFramesPerSecond) || before < minFramesPerSecond) return undefined;
  return `Clients of the candidate draw ${now} frames a second, the limit is ${minFramesPerSecond}.`;
}

/** A silent candidate is no evidence, and no success either. */
function silence({ heardAt }: JudgeRecord, now: Date): string | undefined {
  const quiet = (at: number) => now.getTime() - at > silentSeconds * 1000;
  if (quiet(heardAt.candidate)) return `The candidate's metrics were not heard for ${silentSeconds} s.`;
  return quiet(heardAt.stable) ? `The stable's metrics were not heard for ${silentSeconds} s.` : undefined;
}

const percent = (part: number, of: number): number => (of === 0 ? 0 : (100 * part) / of);
const chance = (p: number): string =>
  `by chance once in ${Math.round(1 / Math.max(p, 1e-12)).toLocaleString('en')}`;
