import type { Logger } from 'pino';
import type { Agent } from 'undici';
import { type Answer, post } from '../../../runtime/server/webhooks/post.ts';
import type { Schedule } from '../../../runtime/server/webhooks/schedule.ts';
import { type Verdict, verdict } from '../../../runtime/server/webhooks/verdict.ts';
import type { Notice } from '../api/status/notifications.ts';
import type { Clock } from '../clock.ts';
import { createWorkQueue } from '../controller/workQueue.ts';
import type { Cluster, Key } from '../kube/cluster.ts';
import type { Owner } from '../plan/owner.ts';
import { createDeliveries, type Delivery } from './deliveries.ts';
import { letterOf } from './letter.ts';

/** Delivers notices beside the reconciles, which never wait for it. */
export interface Courier {
  /** Takes over the notices that are recorded for a world: what is not among them any more is forgotten. */
  deliver(owner: Owner, notices: readonly Notice[]): void;
  /** What is delivered or given up, as `overKey` names it. */
  over(uid: string): ReadonlySet<string>;
  /** The world is gone: nothing more is sent for it. */
  forget(key: Key): void;
  /** Ends attempts that are under way; what was not delivered is still recorded. */
  stop(): Promise<void>;
}

export interface CourierOptions {
  readonly read: Cluster['read'];
  /** Connections that lead to public addresses only. */
  readonly agent: Agent;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  /** Something is over for this world, so its record can be written. */
  readonly onOver: (key: Key) => void;
  /** Told what came of each attempt. */
  readonly count: (outcome: Verdict['outcome']) => void;
}

/** Six attempts in about an hour; then it is no news any more. */
const schedule: Schedule = { delays: [5, 30, 120, 600, 3000], timeoutSeconds: 10 };
const workers = 4;

/** Each delivery is made at least once: an operator that takes over makes those again whose end was not recorded, under the same id. */
export function createCourier(options: CourierOptions): Courier {
  const { clock, random, agent, log } = options;
  const deliveries = createDeliveries();
  const queue = createWorkQueue({ clock, random });
  const stopping = new AbortController();
  const working = Promise.all(Array.from({ length: workers }, work));

  async function work(): Promise<void> {
    for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
      await attempt(key).catch((error) => {
        if (!stopping.signal.aborted) log.error({ err: error, key }, 'A notification was not handled');
      });
      queue.done(key);
    }
  }

  async function attempt(key: string): Promise<void> {
    const delivery = deliveries.get(key);
    if (!delivery || delivery.isOver) return;
    const answer = await answerTo(delivery, options, stopping.signal);
    const trial = { attempt: delivery.attempt, now: clock.date(), schedule, luck: random() };
    const result = verdict(answer, trial);
    options.count(result.outcome);
    if (result.outcome === 'retried') {
      delivery.attempt += 1;
      queue.addAfter(key, result.at.getTime() - trial.now.getTime());
      return;
    }
    delivery.isOver = true;
    if (result.outcome === 'failed') giveUp(delivery, result.error, log);
    options.onOver(delivery.owner);
  }

  return {
    deliver: (owner, notices) => {
      for (const key of deliveries.keep(owner, notices)) queue.add(key);
    },
    over: deliveries.over,
    forget: deliveries.forget,
    stop: async () => {
      stopping.abort();
      queue.close();
      await working;
      await agent.destroy();
    },
  };
}

/** A notification that the spec does not have any more wants nothing. */
async function answerTo(
  { owner, notice, name, attempt }: Delivery,
  { read, agent, clock }: CourierOptions,
  stop: AbortSignal,
): Promise<Answer> {
  const notification = owner.spec.rollout.notifications.find((one) => one.name === name);
  if (!notification) return { status: gone, retryAfter: undefined };
  const letter = await letterOf({ owner, notice, notification, attempt, at: clock.date() }, read).catch(
    (error: Error) => ({ fault: `Its Secrets could not be read: ${error.message}` }),
  );
  return 'fault' in letter ? letter : post(agent, letter, stop);
}

const gone = 410;

function giveUp({ owner, notice, name }: Delivery, reason: string, log: Logger): void {
  const key = `${owner.namespace}/${owner.name}`;
  log.warn({ key, notification: name, event: notice.event, reason }, 'A notification was given up');
}
