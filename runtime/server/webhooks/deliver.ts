import type { Agent } from 'undici';
import type { Taken } from '../queue/queue.ts';
import { steadily } from '../queue/steadily.ts';
import { type Begun, begin, type Ledger } from './begin.ts';
import { dismiss } from './dismiss.ts';
import { headersOf } from './headers.ts';
import { post } from './post.ts';
import { attempts, type Schedule } from './schedule.ts';
import { type Books, type Result, settle } from './settle.ts';
import { type Verdict, verdict } from './verdict.ts';

/** What deliveries are made with. `now` is in milliseconds. */
export interface Courier extends Books, Ledger {
  readonly queue: Books['queue'] & Ledger['queue'];
  readonly agent: Agent;
  readonly schedule: Schedule;
  readonly now: () => number;
  /** Told of each attempt that was written. */
  readonly count: (outcome: Verdict['outcome']) => void;
}

/**
 * Attempts the delivery that was taken, and then those that wait behind it for the same webhook, one after another, and writes what
 * came of them together. A receiver may get the same messages twice, under the same ids, when the process or the database goes away
 * in between. Rejects when it could not be written.
 */
export async function deliver(courier: Courier, taken: Taken, stop: AbortSignal): Promise<void> {
  const most = attempts(courier.schedule);
  const begun = await begin(courier, taken, most);
  if (begun.length === 0) return dismiss(courier, taken, most);
  const results = await inOrder(courier, begun, stop);
  const unmade = begun.slice(results.length);
  const written = await steadily(stop, () => settle(courier, taken, { results, unmade }));
  for (const { verdict } of written) courier.count(verdict.outcome);
}

// What changes about a webhook meanwhile is heeded after this, and what was done is written.
const togetherMilliseconds = 500;

/** Makes attempts until one fails or they have taken long enough; the first always, and what was not made is left for later. */
async function inOrder(courier: Courier, begun: readonly Begun[], stop: AbortSignal): Promise<Result[]> {
  const results: Result[] = [];
  const enough = courier.now() + togetherMilliseconds;
  for (const next of begun) {
    if (results.length > 0 && (stop.aborted || courier.now() > enough)) break;
    const result = await attempt(courier, next, stop).catch((error) => {
      if (results.length === 0) throw error;
    });
    if (!result) break;
    results.push(result);
    if (result.verdict.outcome !== 'delivered') break;
  }
  return results;
}

async function attempt({ agent, schedule, now }: Courier, begun: Begun, stop: AbortSignal): Promise<Result> {
  const began = now();
  const headers = headersOf(begun, new Date(began));
  const answer = await post(agent, { ...begun, headers, timeoutSeconds: schedule.timeoutSeconds }, stop);
  const ended = now();
  const trial = { attempt: begun.attempt, now: new Date(ended), schedule, luck: Math.random() };
  return { begun, answer, verdict: verdict(answer, trial), milliseconds: ended - began };
}
