import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock as clock } from './clock.ts';
import { type Config, InvalidConfig, readConfig } from './config.ts';
import { connect } from './kube/connection.ts';
import { openFence } from './kube/fence.ts';
import { type ElectOptions, type Elector, elect } from './kube/lease.ts';
import { readCredentials } from './kube/wire/credentials.ts';
import { createLogger } from './log.ts';
import { createOperator, type Operator } from './operator.ts';
import type { CheckImages } from './plan/checkJob.ts';
import { type Health, healthServer } from './server/health.ts';
import { leader } from './server/metrics.ts';
import { operatorVersion } from './version.ts';

const config = start();
const log = createLogger(config.LOG_LEVEL);
const stopping = new AbortController();

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort(signal));
for (const event of ['unhandledRejection', 'uncaughtException'] as const)
  process.on(event, (error) => end(error));

await run().catch(end);

async function run(): Promise<void> {
  const { POD_NAME, POD_UID } = config;
  const place = POD_UID && `${POD_NAME}-${POD_UID}`;
  const identity = `${place ?? POD_NAME}-${randomUUID().slice(0, 8)}`;
  const connection = connect({
    credentials: readCredentials,
    clock,
    userAgent: `spacetime-operator/${operatorVersion}`,
  });
  const leading = Promise.withResolvers<void>();
  const elector = config.LEADER_ELECTION
    ? electorOf(connection, { identity, ...(place && { place }) }, leading.resolve)
    : undefined;
  const reporter = { controller: 'spacetime.dev/operator', instance: identity };
  const fence = elector?.fence ?? openFence;
  const images = { databaseImage: config.DATABASE_IMAGE, checkImages: checkImagesOf(config) };
  const installation = {
    namespace: config.POD_NAMESPACE,
    sharedGateways: config.SHARED_GATEWAYS,
    runbookBaseURL: config.RUNBOOK_BASE_URL,
  };
  const operator = createOperator({ connection, fence, reporter, ...images, installation, clock, log });
  const server = healthServer(config.HEALTH_PORT, healthOf(operator));
  log.info({ version: operatorVersion, identity, config }, 'operator starts');

  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
  await Promise.race([operator.look(stopping.signal), stopped]);
  // The lease is given back last: until then the fence stays open for what has begun.
  const leaving = new AbortController();
  const led = elector?.run(leaving.signal) ?? Promise.resolve(leading.resolve());
  led.catch(end);
  await Promise.race([leading.promise, stopped]);
  if (elector?.isLeading() ?? true) {
    leader.set(1);
    operator.act(stopping.signal);
    await stopped;
  }
  log.info('operator stops');
  await operator.stop();
  leaving.abort();
  await led;
  await connection.close();
  server.close();
}

/** A standby follows the cluster too, so that it can act the moment it leads. */
function electorOf(
  connection: ReturnType<typeof connect>,
  who: Pick<ElectOptions, 'identity' | 'place'>,
  onLeading: () => void,
): Elector {
  return elect({
    connection,
    namespace: config.POD_NAMESPACE,
    name: 'spacetime-operator',
    ...who,
    clock,
    random: Math.random,
    log,
    onLeading,
  });
}

function checkImagesOf({ CHECK_IMAGE, CHECK_BROWSER_IMAGE }: Config): CheckImages | undefined {
  if (CHECK_IMAGE === undefined) return undefined;
  return { program: CHECK_IMAGE, ...(CHECK_BROWSER_IMAGE && { browser: CHECK_BROWSER_IMAGE }) };
}

/** Alive while the event loop turns and the cluster is heard; ready when the first look is complete. */
function healthOf({ caches }: Operator): Health {
  const delay = monitorEventLoopDelay({ resolution: 100 });
  delay.enable();
  const mostQuietMilliseconds = 600_000;
  const mostDelaySeconds = 5;
  return {
    ready: caches.problem,
    alive: () => {
      const delaySeconds = delay.max / 1e9;
      delay.reset();
      if (caches.quietMilliseconds() > mostQuietMilliseconds)
        return 'The API server was not heard for ten minutes.';
      return delaySeconds > mostDelaySeconds
        ? `The event loop stood still for ${Math.round(delaySeconds)} s.`
        : undefined;
    },
  };
}

function start() {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(78);
  }
}

/** A clean restart is the recovery that is tested: nobody goes on after an error that nobody expected. */
function end(error: unknown): never {
  log.fatal({ err: error }, 'operator ends');
  process.exit(1);
}
