import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { connections } from '../../runtime/server/webhooks/connections.ts';
import { resolve } from '../../runtime/server/webhooks/resolve.ts';
import type { Clock } from './clock.ts';
import { type Controller, createController } from './controller/controller.ts';
import { resync } from './controller/resync.ts';
import { createWorkQueue, type WorkQueue } from './controller/workQueue.ts';
import { apiServer } from './kube/apiServer.ts';
import type { Cluster, Key } from './kube/cluster.ts';
import type { OpenConnection } from './kube/connection.ts';
import type { Fence } from './kube/fence.ts';
import { ownWrites } from './kube/ownWrites.ts';
import type { Reporter } from './kube/write/event.ts';
import { type Courier, createCourier } from './notify/courier.ts';
import type { CheckImages } from './plan/checkJob.ts';
import type { Installation } from './plan/installation.ts';
import { type Caches, caches } from './reconcile/caches.ts';
import { drainPod } from './reconcile/drain.ts';
import { observe } from './reconcile/observe.ts';
import { type Ports, reconcile } from './reconcile/reconcile.ts';
import { selfSigned } from './reconcile/selfSigned.ts';
import { emptyRecord } from './rollout/judge/record.ts';
import { onTrial } from './rollout/rollout.ts';
import { forgetCertificate, showCertificate } from './server/certificateMetrics.ts';
import { announcements, notifications, reconcileSeconds, reconciles } from './server/metrics.ts';
import { type ReleaseMetrics, releaseMetrics } from './server/releaseMetrics.ts';
import { type WorldMetrics, worldMetrics } from './server/worldMetrics.ts';
import { recordOf } from './status/judged.ts';
import { operatorVersion } from './version.ts';
import { occupancy } from './watch/occupancy.ts';
import { podHttp } from './watch/podHttp.ts';
import { releaseWatch } from './watch/releaseWatch.ts';
import { type TokenTeller, tokenTeller } from './watch/tokenTeller.ts';
import { keyText, watched } from './watch/watched.ts';

export interface Operator {
  readonly caches: Caches;
  /** Follows the cluster until the signal fires; resolves when every copy is complete for the first time. */
  look(signal: AbortSignal): Promise<void>;
  /** Begins to reconcile, and does so until `stop`. */
  act(signal: AbortSignal): void;
  stop(): Promise<void>;
}

export interface OperatorOptions {
  readonly connection: OpenConnection;
  readonly fence: Fence;
  readonly reporter: Reporter;
  /** Image of managed databases for which nothing else says one. */
  readonly databaseImage: string;
  /** Undefined: candidates are asked by the operator alone. */
  readonly checkImages: CheckImages | undefined;
  readonly installation: Installation;
  readonly clock: Clock;
  readonly log: Logger;
}

const resyncSeconds = 600;

/** Wires queue, copies, release watch and cluster port together; it starts nothing by itself. */
export function createOperator(options: OperatorOptions): Operator {
  const { connection, fence, clock, log } = options;
  const queue = createWorkQueue({ clock, random: Math.random });
  const copies = caches({ connection, clock, log, onChange: (key) => queue.add(keyText(key)) });
  const writes = ownWrites(copies.caughtUp);
  const cluster = apiServer({
    ...options,
    connection: connection.fencedBy(fence),
    cached: copies.cached,
    writes,
  });
  const pods = podHttp(`spacetime-operator/${operatorVersion}`);
  const watch = releaseWatch({
    ask: pods.ask,
    podsOf: (key, revision) => copies.podsOf(keyOf(key), revision),
    clock,
    log,
    onLook: queue.add,
  });
  const teller = tokenTeller(pods.ask, log);
  const metrics = releaseMetrics(clock.date);
  const courier = courierOf(options, cluster.read, (key) => queue.add(keyText(key)));
  const ports: Ports = {
    cluster: { ...cluster, emit: counted(cluster.emit, metrics), apply: timed(cluster.apply, metrics) },
    drain: drainPod(pods.ask, log),
    tell: (key, ...word) => teller.tell(keyText(key), ...word),
    find: copies.spaceTime,
    isBehind: (uid) => writes.unseen(uid).length > 0,
    forget: (key) => watch.forget(keyText(key)),
    ...witnesses(metrics, worldMetrics(clock.date), courier, teller),
    follow: ({ owner, tokens, status }, trial) =>
      watch.follow(
        keyText(owner),
        { trial, spec: owner.spec, token: tokens?.values.API_TOKEN },
        onTrial(trial) ? recordOf(status.release, trial) : emptyRecord,
      ),
    observe: (key) =>
      observe(key, {
        ...copies,
        read: cluster.read,
        watched: (world) => watched(world, watch),
        over: courier.over,
        connections: (crowded) => occupancy(crowded, pods.ask),
        heard: (one) => teller.heard(keyText(one)),
        ...given(options),
      }),
  };
  const controller = createController({
    queue,
    clock,
    log,
    reconcile: (key) => reconcile(keyOf(key), ports),
    onRun: ({ outcome, seconds }) => {
      reconciles.inc({ result: outcome });
      reconcileSeconds.observe(seconds);
    },
  });
  return {
    caches: copies,
    look: copies.start,
    act: (signal) => {
      controller.start();
      lookAtAll(queue, copies, clock, signal);
    },
    stop: () => stop(controller, watch.stop, [pods.close, courier.stop]),
  };
}

/** What no look can find out: time, chance, and what the installation says. */
const given = ({ clock, databaseImage, checkImages, installation }: OperatorOptions) => ({
  now: clock.date,
  random: () => randomBytes(32).toString('base64'),
  selfSigned: (names: readonly string[], days: number) => selfSigned(names, days, clock.date()),
  databaseImage,
  checkImages,
  installation,
  operatorVersion,
});

/** Every SpaceTime once now, and again each while. */
function lookAtAll(queue: WorkQueue, copies: Caches, clock: Clock, signal: AbortSignal): void {
  const keys = () => copies.keys().map(keyText);
  for (const key of keys()) queue.add(key);
  void resync({ queue, keys, seconds: resyncSeconds, clock, random: Math.random }, signal);
}

async function stop(
  controller: Controller,
  stopWatching: () => void,
  others: readonly (() => Promise<void>)[],
): Promise<void> {
  await controller.stop();
  stopWatching();
  await Promise.all(others.map((end) => end()));
}

/** Sends notifications to public addresses alone: the operator stands where users do not. */
const courierOf = (
  { clock, log }: OperatorOptions,
  read: Cluster['read'],
  onOver: (key: Key) => void,
): Courier =>
  createCourier({
    read,
    agent: connections([], resolve),
    clock,
    random: Math.random,
    log,
    onOver,
    count: (outcome) => notifications.inc({ outcome }),
  });

/** Those who are told what was recorded, and have no say in it. */
const witnesses = (
  metrics: ReleaseMetrics,
  worlds: WorldMetrics,
  courier: Courier,
  teller: TokenTeller,
): Pick<Ports, 'recorded' | 'ended'> => ({
  recorded: ({ owner, status }, next) => {
    metrics.recorded(owner, status, next);
    showCertificate(owner, next);
    worlds.recorded(owner, next);
    courier.deliver(owner, next.notifications);
  },
  ended: (key) => {
    void metrics.gone(key);
    forgetCertificate(key);
    worlds.gone(key);
    courier.forget(key);
    teller.forget(keyText(key));
  },
});

const counted =
  (emit: Cluster['emit'], metrics: ReleaseMetrics): Cluster['emit'] =>
  (object, announcement) => {
    announcements.inc({ reason: announcement.reason });
    const { namespace = '', name } = object.metadata;
    metrics.announced({ namespace, name }, announcement.reason);
    return emit(object, announcement);
  };

const timed =
  (apply: Cluster['apply'], metrics: ReleaseMetrics): Cluster['apply'] =>
  async (child) => {
    const stored = await apply(child);
    metrics.applied(child);
    return stored;
  };

/** The other direction of `keyText`. */
function keyOf(text: string): Key {
  const [namespace = '', name = ''] = text.split('/');
  return { namespace, name };
}
