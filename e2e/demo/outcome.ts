import type { Answer } from '../harness/answer.ts';
import type { Shipped } from '../harness/ship.ts';
import { type Summary, summary } from '../harness/summary.ts';
import type { Release } from './releases.ts';

/** A release of the demo, shipped. */
export interface DemoShipped extends Shipped {
  readonly release: Release;
}

/** A release with what its users saw. */
export interface Outcome extends Omit<DemoShipped, 'from' | 'decidedAt' | 'to'> {
  readonly verdictSeconds: number;
  readonly seen: Summary;
  /** Requests that the bad revision answered; 0 for a good release. */
  readonly servedByBad: number;
  readonly tookSeconds: number;
}

export function outcome(shipped: DemoShipped, answers: readonly Answer[]): Outcome {
  const { from, decidedAt, to, ...rest } = shipped;
  const seen = summary(answers, { from, to });
  return {
    ...rest,
    seen,
    verdictSeconds: (decidedAt - from) / 1000,
    servedByBad: shipped.release.good ? 0 : (seen.byRevision[shipped.revision] ?? 0),
    tookSeconds: (to - from) / 1000,
  };
}

/** What must not happen, as sentences: a bad release that stayed, a good one undone, a good one that lost a request. */
export function failures({ release, verdict, seen, reason }: Outcome): readonly string[] {
  if (!release.good) return verdict === 'Undone' ? [] : [`${release.title}: it stayed.`];
  return [
    ...(verdict === 'Released' ? [] : [`${release.title}: it was undone, ${reason}.`]),
    ...(seen.failed === 0 ? [] : [`${release.title}: it lost ${seen.failed} requests.`]),
  ];
}

/** What was not reached, in a few words each. */
export function missed({ release, seen, verdictSeconds, restored }: Outcome): readonly string[] {
  const { reach, good } = release;
  const above = (what: string, value: number, most: number | undefined) =>
    most !== undefined && value > most ? [`${what} ≤ ${most}`] : [];
  return [
    ...above('failed', seen.failed, reach.failed),
    ...above('bad s', seen.badSeconds, reach.badSeconds),
    ...above('verdict s', verdictSeconds, reach.verdictSeconds),
    ...(good || restored ? [] : ['same objects']),
  ];
}
