import type { Agent } from 'undici';
import type { Taken } from '../queue/queue.ts';
import { steadily } from '../queue/steadily.ts';
import { begin } from './begin.ts';
import { dismiss } from './dismiss.ts';
import { headersOf } from './headers.ts';
import { type Answer, post } from './post.ts';
import { attempts, type Schedule } from './schedule.ts';
import { type Books, settle } from './settle.ts';
import { type Verdict, verdict } from './verdict.ts';

/** What deliveries are made with. `now` is in milliseconds. */
export interface Courier extends Books {
  readonly agent: Agent;
  readonly schedule: Schedule;
  readonly now: () => number;
  /** Told of each attempt that was written. */
  readonly count: (outcome: Verdict['outcome']) => void;
}

/**
 * Makes one attempt: counts it, sends, and writes what came of it. A receiver may get the same message twice, under the same id,
 * when the process or the database goes away in between. Rejects when it could not be written.
 */
export async function deliver(courier: Courier, taken: Taken, stop: AbortSignal): Promise<void> {
  const { schedule, now } = courier;
  const most = attempts(schedule);
  const begun = await begin(courier.database, Number(taken.data['delivery']), most);
  if (!begun) return dismiss(courier, taken, most);
  const began = now();
  const answer: Answer = await post(
    courier.agent,
    { ...begun, headers: headersOf(begun, new Date(began)), timeoutSeconds: schedule.timeoutSeconds },
    stop,
  );
  const ended = now();
  const judged = verdict(answer, {
    attempt: begun.attempt,
    now: new Date(ended),
    schedule,
    luck: Math.random(),
  });
  const result = { begun, answer, verdict: judged, milliseconds: ended - began };
  if (await steadily(stop, () => settle(courier, taken, result))) courier.count(judged.outcome);
}
