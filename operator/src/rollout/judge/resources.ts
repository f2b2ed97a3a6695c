import type { Fault } from '../reading.ts';
import { slope } from './evidence/growth.ts';
import { rate } from './evidence/share.ts';
import type { JudgeRecord } from './record.ts';
import type { Sla } from './sla.ts';

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

/**
 * More memory than the limit, or so steady a growth that the limit comes within the bake. One pod is no sample, so this is a
 * rule and no test: the stable, whose pods have been as young as the candidate's, must stay below.
 */
export function growsTooLarge(record: JudgeRecord, { maxMemoryBytes, bakeSeconds }: Sla): Fault | undefined {
  const { stable } = record.memoryBytes;
  const [, candidate] = record.memoryPeak;
  const later = (level: number, growth: number) => level + Math.max(0, growth) * bakeSeconds;
  const stableLater = later(stable, slope(record.memory.stable));
  const candidateLater = later(candidate, slope(record.memory.candidate));
  const isOver = candidate > maxMemoryBytes && stable <= maxMemoryBytes;
  const willBe = candidateLater > maxMemoryBytes && stableLater <= maxMemoryBytes && candidate > stable;
  if (!isOver && !willBe) return undefined;
  const limit = mebibytes(maxMemoryBytes);
  return {
    reason: 'MemoryGrowing',
    message: isOver
      ? `A pod of the candidate uses ${mebibytes(candidate)}, the limit is ${limit}.`
      : `A pod of the candidate uses ${mebibytes(candidate)} and grows to ${mebibytes(candidateLater)} in ${bakeSeconds} s, the limit is ${limit}.`,
    evidence: [{ name: 'memory', stable: mebibytes(stable), candidate: mebibytes(candidate), limit }],
  };
}

/** Jobs beyond which a queue is one, and times its first level. */
const queuedThatCount = 20;
const timesFirst = 3;
/** Looks at pods, and jobs of the stable, before the pace of the candidate's is known. */
const looksThatCount = 60;
const jobsThatCount = 20;
/** Part of the stable's pace below which the candidate does not work. */
const tooSlow = 0.25;

/** A queue that grows while the candidate's pods end far fewer jobs than the stable's do. */
export function leavesWork({ queue, jobs }: JudgeRecord): Fault | undefined {
  const [first, last] = [queue[0]?.[1] ?? 0, queue.at(-1)?.[1] ?? 0];
  if (last < queuedThatCount + timesFirst * first || slope(queue) <= 0) return undefined;
  const { stable, candidate } = jobs;
  if (stable.hits < jobsThatCount || candidate.of < looksThatCount) return undefined;
  if (rate(candidate) >= tooSlow * rate(stable)) return undefined;
  const shown = (pace: number) => `${(60 * pace).toFixed(1)} a minute`;
  return {
    reason: 'QueueGrowing',
    message: `${last} jobs wait, and a pod of the candidate ends ${shown(rate(candidate))}, one of the stable ${shown(rate(stable))}.`,
    evidence: [
      {
        name: 'jobs',
        stable: shown(rate(stable)),
        candidate: shown(rate(candidate)),
        note: `${last} jobs wait`,
      },
    ],
  };
}

/** Loads of scenes before their mean counts. */
const loadsThatCount = 5;

/** Scenes that take longer than the SLA allows, and did not before. */
export function loadsSlowly({ loading }: JudgeRecord, { maxSceneLoadSeconds }: Sla): Fault | undefined {
  const { stable, candidate } = loading;
  if (maxSceneLoadSeconds === undefined || candidate.loads < loadsThatCount || stable.loads === 0)
    return undefined;
  const [mean, before] = [candidate.seconds / candidate.loads, stable.seconds / stable.loads];
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
