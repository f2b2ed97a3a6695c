import type { Logger } from 'pino';
import { openAccess } from './access/access.ts';
import { findTokens } from './access/mountedTokens.ts';
import { keyring } from './access/tokens.ts';
import type { Config } from './config.ts';
import { openStore } from './database/store.ts';
import type { Deps } from './deps.ts';
import { type Doors, openDoors } from './doors.ts';
import { drainMark, idle } from './drained.ts';
import { eventRecorder } from './events/record.ts';
import { votes } from './frames/votes.ts';
import { answers } from './http/answers.ts';
import { lifecycle } from './lifecycle.ts';
import { runtimeMetrics } from './metrics.ts';
import { openWorld } from './opening.ts';
import { followScene } from './presence/followScene.ts';
import { openPresence } from './presence/presence.ts';
import { sceneForVisitors } from './presence/sceneForVisitors.ts';
import { background } from './queue/background.ts';
import { openQueue } from './queue/queue.ts';
import { loadScene } from './scenes/load.ts';
import { databaseState } from './state/databaseState.ts';
import { rememberedState } from './state/rememberedState.ts';
import { enqueueIn } from './webhooks/enqueue.ts';

/** A running runtime. */
export interface Runtime {
  readonly ports: Doors['ports'];
  /** The token that was made because none was given; development only. */
  readonly madeToken: string | undefined;
  /** Resolves when the database is there and a scene is shown. Rejects with ConfigurationRefused when it cannot be used. */
  readonly ready: Promise<void>;
  /** Drains and resolves when nobody is left or `drainSeconds` are over. */
  readonly leave: () => Promise<void>;
  /** Ends everything at once; resolves when the database is left too. */
  readonly close: () => Promise<void>;
}

/**
 * Builds everything and opens the doors, before the database is there. Throws ConfigurationRefused when it cannot work as
 * configured; then nothing stays open.
 */
export async function startRuntime(
  config: Config,
  log: Logger,
  now: () => number = Date.now,
): Promise<Runtime> {
  const opened = new AsyncDisposableStack();
  try {
    return await start({ config, log, now }, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function start(
  given: Pick<Deps, 'config' | 'log' | 'now'>,
  opened: AsyncDisposableStack,
): Promise<Runtime> {
  const { config, log, now } = given;
  const ring = keyring(now, config.tokenOverlapSeconds);
  const found = await findTokens(config, ring, log);
  opened.defer(found.stop);
  const { library, firstScene } = await openWorld(config);
  const { database, signals, prepare } = opened.adopt(await openStore(config, log), ({ close }) => close());
  const queue = openQueue(database, log);
  const recordEvent = eventRecorder(enqueueIn(queue));
  const count = votes();
  const access = await openAccess(ring, { ...given, database, signals, recordEvent });
  opened.defer(access.refusals.settled);
  const deps: Deps = {
    ...given,
    ...access,
    database,
    signals,
    queue,
    recordEvent,
    library,
    sceneForVisitors: sceneForVisitors({ ...given, library, firstScene }),
    state: rememberedState(databaseState(database, recordEvent), signals),
    votes: count,
    presence: opened.adopt(openPresence({ ...access, database }), ({ close }) => close()),
    metrics: runtimeMetrics({ revision: config.revision, votes: count, database, now }),
    lifecycle: lifecycle(),
    drainMark: drainMark(config.stateDirectory),
    answers: answers(now),
    fetch,
  };
  const work = opened.adopt(background(deps), ({ close }) => close());
  const doors = opened.adopt(await openDoors(deps), ({ close }) => close());
  drainWith(deps, doors);
  const ready = prepare(() => showFirst(firstScene, deps)).then(() => {
    work.begin();
    followScene(deps, deps.presence);
    meetOthers(deps, doors);
    deps.lifecycle.ready();
  });
  // Who closes the runtime before it is ready need not ask what became of it.
  ready.catch(() => {});
  return {
    ports: doors.ports,
    madeToken: found.made,
    ready,
    leave: () => {
      deps.lifecycle.drain();
      return idle({ ...deps, openSockets: doors.openSockets, atWork: work.busy }, config.drainSeconds);
    },
    close: () => opened.disposeAsync(),
  };
}

/** A world without a scene shows its first; one that has a scene keeps it. */
async function showFirst(scene: string | undefined, deps: Deps): Promise<void> {
  await deps.queue.start();
  await deps.tokens.refresh();
  // The key of tickets is known from then on, so that visitors get theirs also while the database is away.
  await deps.tickets.issue({ kind: 'visitor' });
  if (scene && !(await deps.state.current())) await loadScene(scene, deps);
}

/** Without an address of its own a pod is alone. */
function meetOthers(deps: Deps, { ports }: Doors): void {
  const { podAddress: ip, revision } = deps.config;
  if (ip !== undefined && ports.api !== undefined)
    deps.presence.meetPods(deps, { ip, port: ports.api, revision });
}

function drainWith({ lifecycle, drainMark, answers }: Deps, { dismiss }: Doors): void {
  lifecycle.onDrain(() => {
    answers.sayGoodbye();
    dismiss();
  });
  if (drainMark.isSet()) lifecycle.drain();
}
