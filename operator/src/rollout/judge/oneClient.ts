import type { Verdict } from '../reading.ts';
import { added } from './evidence/share.ts';
import { logE, type Sums } from './evidence/sums.ts';
import type { JudgeRecord } from './record.ts';

/** Clients that must ask the candidate before one of them is told from the others: a gateway may hide all behind a few. */
const clientsThatCount = 5;
/** Part of all evidence that the others have to bear out: what one client adds to it is believed from there on. */
const borneOut = 1 / 3;
/** Milliseconds after which a client that does not fail any more is gone. */
const goneMilliseconds = 60_000;

/**
 * The record as the others would have it, where the failures of one client are all that speaks against the candidate: a
 * client that fails whatever is right is not the release's fault. The record itself where the others fail too, or where
 * clients are not told apart.
 */
export function fairly(record: JudgeRecord): JudgeRecord {
  const { clients, measures } = record;
  const areToldApart = clients.callers[1] >= clientsThatCount;
  if (!areToldApart || logE(clients.others) >= borneOut * logE(measures.errors)) return record;
  return { ...record, measures: { ...measures, errors: clients.others } };
}

/** What holds a release that only one client speaks against, while that client is there. */
export function heldByOne({ clients, measures: { errors } }: JudgeRecord, now: Date): Verdict | undefined {
  if (now.getTime() - clients.failedAt > goneMilliseconds) return undefined;
  const [all, others] = [failures(errors), failures(clients.others)];
  return {
    name: 'Hold',
    reason: 'OneClient',
    message: `One client of ${clients.callers[1]} has ${all - others} of the ${all} requests that the candidate failed; the others give no reason to undo it.`,
  };
}

const failures = ({ seen, open }: Sums): number => added(seen.candidate, open.candidate).hits;
