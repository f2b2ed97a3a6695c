import type { Answer } from './post.ts';
import { pause, type Schedule } from './schedule.ts';

/** What follows from an attempt. */
export type Verdict =
  | { readonly outcome: 'delivered' }
  /** `quietUntil`: the endpoint wants nothing at all before then. */
  | { readonly outcome: 'retried'; readonly error: string; readonly at: Date; readonly quietUntil?: Date }
  /** `gone`: the endpoint wants nothing ever again. */
  | { readonly outcome: 'failed'; readonly error: string; readonly gone: boolean };

/** When an attempt was made and how often before. */
export interface Trial {
  readonly attempt: number;
  readonly now: Date;
  readonly schedule: Schedule;
  /** From 0 to 1. */
  readonly luck: number;
}

const gone = 410;
const throttling = new Set([429, 502, 504]);
const longestQuietMilliseconds = 24 * 3_600_000;

/** Judges an attempt by its answer: 2xx is delivered, 410 ends the webhook, everything else is tried again while the schedule lasts. */
export function verdict(answer: Answer, trial: Trial): Verdict {
  const status = 'status' in answer ? answer.status : undefined;
  if (status !== undefined && status >= 200 && status < 300) return { outcome: 'delivered' };
  const error = sentence(answer);
  if (status === gone) return { outcome: 'failed', error, gone: true };
  const wait = pause(trial.schedule, trial.attempt, trial.luck);
  if (wait === undefined) return { outcome: 'failed', error, gone: false };
  const planned = trial.now.getTime() + wait;
  const quiet = quietUntil(answer, trial.now);
  if (quiet === undefined) return { outcome: 'retried', error, at: new Date(planned) };
  return { outcome: 'retried', error, at: new Date(Math.max(planned, quiet)), quietUntil: new Date(quiet) };
}

function sentence(answer: Answer): string {
  if ('fault' in answer) return answer.fault;
  if (answer.status === gone) return 'The receiver answered 410: it wants no more.';
  if (answer.status >= 300 && answer.status < 400)
    return `The receiver answered ${answer.status}; redirects are not followed.`;
  return `The receiver answered ${answer.status}.`;
}

/** The moment until which a receiver asks for quiet by `Retry-After` (RFC 9110 §10.2.3), at most a day from now. */
function quietUntil(answer: Answer, now: Date): number | undefined {
  if (!('status' in answer) || !throttling.has(answer.status) || answer.retryAfter === undefined)
    return undefined;
  const text = answer.retryAfter.trim();
  const until = /^\d{1,9}$/.test(text) ? now.getTime() + Number(text) * 1000 : Date.parse(text);
  if (!(until > now.getTime())) return undefined;
  return Math.min(until, now.getTime() + longestQuietMilliseconds);
}
