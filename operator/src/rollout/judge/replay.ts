import type { Verdict } from '../reading.ts';
import { isOneApart, othersName } from './clients.ts';
import { added, type Compared } from './evidence/share.ts';
import { logE, type Sums } from './evidence/sums.ts';
import { logLimit, measureNames } from './families.ts';
import { headerOf, lookOf } from './history.ts';
import { judge } from './judge.ts';
import { fold, type JudgeRecord } from './record.ts';

/** What the judge knew and said after one look. */
export interface ReplayRow {
  /** Seconds since the release began. */
  readonly second: number;
  readonly families: readonly {
    readonly name: string;
    /** Observations so far, and how many of them were bad. */
    readonly sums: Compared;
    /** ln of the evidence against the candidate. */
    readonly logE: number;
    /** ln of the evidence that rolls a release back. */
    readonly logLimit: number;
  }[];
  readonly verdict: Verdict;
}

/**
 * A release judged once more from its record, a row for each look that the record has, by the very functions that judged it.
 * Throws a sentence for a text that is no record.
 */
export function replay(text: string): readonly ReplayRow[] {
  const [first = '', ...lines] = text.split('\n');
  const { startedAt, sla, seed } = headerOf(first);
  let record = seed;
  return lines.map((line) => {
    const look = lookOf(line);
    record = fold(record, look);
    return {
      second: Math.round((look.at - Date.parse(startedAt)) / 1000),
      families: familiesOf(record),
      verdict: judge(record, sla, new Date(look.at)),
    };
  });
}

const familiesOf = ({ measures, probes, clients }: JudgeRecord): ReplayRow['families'] => [
  ...measureNames.map((name) => familyOf(name, measures[name])),
  familyOf('probes', probes),
  ...(isOneApart(clients, measures.errors) ? [familyOf(othersName, clients.others)] : []),
];

const familyOf = (name: string, sums: Sums) => ({
  name,
  sums: {
    stable: added(sums.seen.stable, sums.open.stable),
    candidate: added(sums.seen.candidate, sums.open.candidate),
  },
  logE: logE(sums),
  logLimit,
});
