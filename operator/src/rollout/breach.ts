import type { ConditionReason } from '../api/conditions.ts';
import { added, rate, type Share, shareText } from './judge/evidence/share.ts';
import type { Sums } from './judge/evidence/sums.ts';
import type { JudgeRecord } from './judge/record.ts';
import type { Sla } from './judge/sla.ts';
import { absoluteLogE } from './judge/worse.ts';

/** What a stable revision does not keep of rollout.sla, with a sentence that has the numbers. */
export interface Breach {
  readonly reason: ConditionReason<'SLAMet', 'False'>;
  readonly message: string;
}

/** How the stable revision keeps rollout.sla, of about the last minute. `Unknown`: too little was seen. */
export type SlaSeen =
  | { readonly result: 'Unknown' }
  | { readonly result: 'Met' }
  | { readonly result: 'Breached'; readonly breach: Breach };

/** Failures, and looks with failures, before they say anything: a burst is one event. */
const failuresThatCount = 5;
const looksThatCount = 2;
/** ln of the evidence that is found by chance once in a thousand windows. */
const logLimit = Math.log(1000);
/** Seconds without a breach after which the SLA is kept. */
const quietSeconds = 30;

/**
 * Reads the record of one window, in which the stable revision stands as the candidate and nothing beside it. `before` is
 * what the window before it has shown.
 */
export function slaSeen(
  record: JudgeRecord,
  sla: Sla,
  seconds: number,
  before: SlaSeen = { result: 'Unknown' },
): SlaSeen {
  const breach = tooManyErrors(record, sla) ?? tooLate(record, sla) ?? tooLarge(record, sla, before);
  if (breach) return { result: 'Breached', breach };
  const answers = ofAll(record.measures.errors).of;
  return { result: answers > 0 && seconds >= quietSeconds ? 'Met' : 'Unknown' };
}

const ofAll = ({ seen, open }: Sums): Share => added(seen.candidate, open.candidate);

const exceeds = (sums: Sums, maxPercent: number): boolean =>
  ofAll(sums).hits >= failuresThatCount &&
  sums.badLooks >= looksThatCount &&
  absoluteLogE(ofAll(sums), maxPercent) >= logLimit;

function tooManyErrors({ measures: { errors } }: JudgeRecord, { maxErrorPercent }: Sla): Breach | undefined {
  if (!exceeds(errors, maxErrorPercent)) return undefined;
  const failed = shareText(ofAll(errors));
  return {
    reason: 'ErrorRate',
    message: `${failed} requests failed, and rollout.sla allows ${maxErrorPercent} %.`,
  };
}

function tooLate({ late }: JudgeRecord, { latencies }: Sla): Breach | undefined {
  for (const [i, { path, maxMilliseconds, percentile }] of latencies.entries()) {
    const sums = late[i];
    if (!sums || !exceeds(sums, 100 - percentile)) continue;
    const percent = (100 * rate(ofAll(sums))).toFixed(1);
    return {
      reason: 'Latency',
      message: `${percent} % of the answers on ${path} took longer than ${maxMilliseconds} ms; rollout.sla allows ${100 - percentile} %.`,
    };
  }
  return undefined;
}

/** Levels, ten seconds apart, before memory says anything. */
const levelsThatCount = 3;

/**
 * Memory rises and is collected, so a level at the limit is on both sides of it: a breach begins when all levels of the window
 * are above, and is over when none is.
 */
function tooLarge({ memory }: JudgeRecord, { maxMemoryBytes }: Sla, before: SlaSeen): Breach | undefined {
  const levels = memory.candidate.map(([, bytes]) => bytes);
  const above = levels.filter((bytes) => bytes > maxMemoryBytes);
  const wasAbove = before.result === 'Breached' && before.breach.reason === 'Memory';
  const isAbove = wasAbove ? above.length > 0 : above.length === levels.length;
  if (levels.length < levelsThatCount || !isAbove) return undefined;
  return {
    reason: 'Memory',
    message: `A pod uses ${mebibytes(Math.max(...above))}; the limit is ${mebibytes(maxMemoryBytes)}.`,
  };
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
