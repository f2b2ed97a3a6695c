import type { Deps } from '../deps.ts';
import { jobMetrics } from '../jobs/jobMetrics.ts';
import { run } from '../jobs/run.ts';
import { sceneWork } from '../jobs/sceneWork.ts';
import { connections } from '../webhooks/connections.ts';
import { deliver } from '../webhooks/deliver.ts';
import { deliveryMetrics } from '../webhooks/deliveryMetrics.ts';
import { resolve } from '../webhooks/resolve.ts';
import { schedules } from '../webhooks/schedule.ts';
import { mostWebhooks } from '../webhooks/webhookStore.ts';
import { adopt } from './adopt.ts';
import { forget } from './retention.ts';
import { worker } from './worker.ts';

/** What this process does without being asked. */
export interface Background {
  /** Begins, once the queue has started. A pod that was drained never does. */
  readonly begin: () => void;
  /** How much is under way. */
  readonly busy: () => number;
  readonly close: () => Promise<void>;
}

const tidyMilliseconds = 60_000;

/** Delivers events, does jobs, and forgets what was kept long enough. Draining ends the taking of work, not the work. */
export function background(deps: Deps): Background {
  const { config, database, queue, signals, metrics, lifecycle, log, now } = deps;
  const agent = connections(config.webhookAllowed, resolve);
  const count = deliveryMetrics(metrics.registry);
  const courier = { database, queue, agent, schedule: schedules[config.webhookRetries], now, count };
  // One for each webhook there can be, so that however many receivers are slow, nobody waits for another's.
  const deliveries = { line: 'deliveries', most: mostWebhooks } as const;
  const couriers = worker(
    queue,
    { ...deliveries, work: (taken, stop) => deliver(courier, taken, stop) },
    log,
  );
  const jobCount = jobMetrics(metrics.registry, database, now);
  const workshop = { database, queue, work: sceneWork(deps), log, now, count: jobCount };
  const jobs = { line: 'jobs', most: config.jobsConcurrency } as const;
  const workers = worker(queue, { ...jobs, work: (taken, stop) => run(workshop, taken, stop) }, log);

  const tidy = () =>
    void adopt(database, queue)
      .then(() => forget(database))
      .catch((error) =>
        log.debug({ err: error }, 'What is over was not forgotten yet; that is tried again.'),
      );
  let tidying: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      lifecycle.onDrain(couriers.retire);
      lifecycle.onDrain(workers.retire);
      signals.on('webhooks', couriers.look);
      signals.on('jobs', workers.look);
      couriers.look();
      workers.look();
      tidying = setInterval(tidy, tidyMilliseconds).unref();
      tidy();
    },
    busy: () => couriers.busy() + workers.busy(),
    close: async () => {
      clearInterval(tidying);
      await Promise.all([couriers.close(), workers.close()]);
      await agent.destroy();
      await queue.close();
    },
  };
}
