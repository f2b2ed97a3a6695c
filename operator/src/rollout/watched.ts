import type { SlaSeen } from './breach.ts';
import type { History } from './judge/history.ts';
import { emptyRecord, type JudgeRecord } from './judge/record.ts';
import type { Sla } from './judge/sla.ts';
import type { Checked, Verdict } from './reading.ts';

/** What was last read from the pods that have the users, or that are on trial. */
export interface Live {
  /** Milliseconds since 1970. */
  readonly heardAt: number;
  /** Of the largest pod. */
  readonly memoryBytes: number;
}

/** What is seen of a candidate each second, outside of reconcile. */
export interface Watched {
  readonly checked: Checked;
  readonly verdict: Verdict;
  readonly record: JudgeRecord;
  readonly sla: SlaSeen;
  /** Absent while nothing was read. */
  readonly live?: Live;
  /** All that the judge was told; absent where nobody has watched. */
  readonly history?: History & { readonly sla: Sla };
}

/** Of a trial that has just begun, or that an operator which has just started finds. */
export const unwatched: Watched = {
  checked: { result: 'Pending' },
  verdict: { name: 'Hold', reason: 'JudgeBlind', message: 'The pods are not watched yet.' },
  record: emptyRecord,
  sla: { result: 'Unknown' },
};
