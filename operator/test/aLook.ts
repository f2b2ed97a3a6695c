import {
  type ArmCounts,
  type Batch,
  latencyBounds,
  noProbes,
  nothingCounted,
  type PairedProbes,
} from '../src/rollout/judge/batch.ts';
import { judge } from '../src/rollout/judge/judge.ts';
import { emptyRecord, fold, type JudgeRecord } from '../src/rollout/judge/record.ts';
import type { Sla } from '../src/rollout/judge/sla.ts';
import type { Verdict } from '../src/rollout/reading.ts';
import { noon } from './builders.ts';

export const anSla = (more: Partial<Sla> = {}): Sla => ({
  maxErrorPercent: 1,
  latencies: [],
  maxMemoryBytes: 1e9,
  bakeSeconds: 600,
  ...more,
});

/** What pods that were heard counted: fast answers and no errors, unless something else is told. */
export function counts(
  requests: number,
  { slow = 0, ...more }: Partial<ArmCounts> & { readonly slow?: number } = {},
): ArmCounts {
  const fast = latencyBounds.indexOf(0.01);
  const tooSlow = latencyBounds.indexOf(2.5);
  const latency = nothingCounted.latency.map((_, i) =>
    i === fast ? requests - slow : i === tooSlow ? slow : 0,
  );
  return { ...nothingCounted, requests, latency, heard: 1, ...more };
}

/** Pairs of probes, of which none failed unless something else is told. */
export const probed = (pairs: number, more: Partial<PairedProbes> = {}): PairedProbes => ({
  ...noProbes,
  pairs,
  ...more,
});

/** What is seen at the `at`th second after noon. */
export const aLook = (at: number, more: Partial<Omit<Batch, 'at'>> = {}): Batch => ({
  isCut: false,
  stable: counts(15),
  candidate: counts(5),
  probes: noProbes,
  ...more,
  at: noon.getTime() + at * 1000,
});

/** One look after the other until the release is rolled back; the number of looks that it took. */
export function judged(
  looks: number,
  look: (at: number) => Partial<Omit<Batch, 'at'>>,
  sla: Sla = anSla(),
  before: JudgeRecord = emptyRecord,
): { readonly looks: number; readonly verdict: Verdict; readonly record: JudgeRecord } {
  let record = before;
  let verdict: Verdict = { name: 'Continue', observations: 0, isProven: false, message: '' };
  for (let at = 1; at <= looks; at++) {
    const batch = aLook(at, look(at));
    record = fold(record, batch);
    verdict = judge(record, sla, new Date(batch.at));
    if (verdict.name === 'RollBack') return { looks: at, verdict, record };
  }
  return { looks, verdict, record };
}

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
