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

/** Reads the record of one window, in which the stable revision stands as the candidate and nothing beside it. */
export function slaSeen(record: JudgeRecord, sla: Sla, seconds: number): SlaSeen {
  const breach = tooManyErrors(record, sla) ?? tooLate(record, sla) ?? tooLarge(record, sla);
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

const tooLarge = ({ memoryBytes }: JudgeRecord, { maxMemoryBytes }: Sla): Breach | undefined =>
  memoryBytes.candidate > maxMemoryBytes
    ? {
        reason: 'Memory',
        message: `A pod uses ${mebibytes(memoryBytes.candidate)}; the limit is ${mebibytes(maxMemoryBytes)}.`,
      }
    : undefined;

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
