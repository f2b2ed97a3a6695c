import { type Answer, arrivedAt, isFailed } from '../harness/answer.ts';
import type { Rate } from './screen.ts';

/** Visitors report five times a second, so the last full second ends a little ago. */
const behindMilliseconds = 300;

/** Who answered how often during the last second before `now`, in milliseconds since the epoch; by name. */
export function rates(answers: readonly Answer[], now: number): readonly Rate[] {
  const to = now - behindMilliseconds;
  const sums = new Map<string, { perSecond: number; failedPerSecond: number }>();
  for (const answer of answers.slice(-200)) {
    const at = arrivedAt(answer);
    if (at < to - 1000 || at >= to) continue;
    const name = answer.revision ?? 'none';
    const sum = sums.get(name) ?? { perSecond: 0, failedPerSecond: 0 };
    sum.perSecond += 1;
    if (isFailed(answer)) sum.failedPerSecond += 1;
    sums.set(name, sum);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([revision, sum]) => ({ revision, ...sum }));
}
