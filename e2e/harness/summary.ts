import { type Answer, arrivedAt, isFailed } from './answer.ts';

/** A stretch of time, in milliseconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What users saw while one release ran. */
export interface Summary {
  readonly requests: number;
  readonly failed: number;
  /** From the first failed answer to the last; 0 with one or none. */
  readonly badSeconds: number;
  /** Answers of each revision; those that never came are under `none`. */
  readonly byRevision: Readonly<Record<string, number>>;
  /** Requests on a kept connection that was found closed, and that succeeded on a new one or failed there. */
  readonly askedAgain: number;
  /** How late the latest request left: more than a moment says that the machine was overloaded. */
  readonly mostLateMilliseconds: number;
}

/** Sums the requests that were due in a stretch of time. */
export function summary(answers: readonly Answer[], { from, to }: Stretch): Summary {
  const all = answers.filter(({ at }) => at >= from && at < to);
  const bad = all.filter(isFailed).map(arrivedAt);
  return {
    requests: all.length,
    failed: bad.length,
    badSeconds: bad.length > 0 ? (Math.max(...bad) - Math.min(...bad)) / 1000 : 0,
    byRevision: counts(all.map(({ revision }) => revision ?? 'none')),
    askedAgain: all.filter(({ askedAgain }) => askedAgain).length,
    mostLateMilliseconds: Math.max(0, ...all.map(({ lateMilliseconds }) => lateMilliseconds)),
  };
}

function counts(names: readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const name of names) sums[name] = (sums[name] ?? 0) + 1;
  return sums;
}
