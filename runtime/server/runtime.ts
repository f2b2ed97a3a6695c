import type { Logger } from 'pino';
import { findToken } from './access/apiToken.ts';
import { tickets } from './access/tickets.ts';
import { tokens } from './access/tokens.ts';
import type { Config } from './config.ts';
import { databaseUrl } from './database/address.ts';
import { openDatabase } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import { openSignals } from './database/signals.ts';
import type { Deps } from './deps.ts';
import { type Doors, openDoors } from './doors.ts';
import { drainMark, idle } from './drained.ts';
import { recordEvent } from './events/record.ts';
import { votes } from './frames/votes.ts';
import { answers } from './http/answers.ts';
import { lifecycle } from './lifecycle.ts';
import { runtimeMetrics } from './metrics.ts';
import { openWorld } from './opening.ts';
import { followScene } from './presence/followScene.ts';
import { openPresence } from './presence/presence.ts';
import { loadScene } from './scenes/load.ts';
import { databaseState } from './state/databaseState.ts';

/** A running runtime. */
export interface Runtime {
  readonly ports: Doors['ports'];
  /** The token that was made because none was given; development only. */
  readonly madeToken: string | undefined;
  /** Drains and resolves when nobody is left or `drainSeconds` are over. */
  readonly leave: () => Promise<void>;
  /** Ends everything at once; resolves when the database is left too. */
  readonly close: () => Promise<void>;
}

/** Builds everything and opens the doors. Throws ConfigurationRefused when it cannot work as configured; then nothing stays open. */
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
  const ring = tokens(now);
  const found = await findToken(config, ring, log);
  opened.defer(found.stop);
  const { library, firstScene } = await openWorld(config);
  const url = await databaseUrl(config);
  const database = opened.adopt(openDatabase({ url, connections: config.databaseConnections }), ({ close }) =>
    close(),
  );
  await migrate(database);
  const signals = opened.adopt(openSignals(url, log), ({ close }) => close());
  const count = votes();
  const visitorTickets = tickets(database, now);
  const deps: Deps = {
    ...given,
    tokens: ring,
    tickets: visitorTickets,
    database,
    signals,
    recordEvent,
    library,
    state: databaseState(database, recordEvent),
    votes: count,
    presence: opened.adopt(openPresence({ tickets: visitorTickets, database }), ({ close }) => close()),
    metrics: runtimeMetrics(config.revision, count, now),
    lifecycle: lifecycle(),
    drainMark: drainMark(config.stateDirectory),
    answers: answers(now),
    fetch,
  };
  const doors = opened.adopt(await openDoors(deps), ({ close }) => close());
  drainWith(deps, doors);
  if (firstScene) await loadScene(firstScene, deps);
  followScene(deps, deps.presence);
  deps.lifecycle.ready();
  return {
    ports: doors.ports,
    madeToken: found.made,
    leave: () => {
      deps.lifecycle.drain();
      return idle({ ...deps, openSockets: doors.openSockets }, config.drainSeconds);
    },
    close: () => opened.disposeAsync(),
  };
}

function drainWith({ lifecycle, drainMark, answers }: Deps, { dismiss }: Doors): void {
  lifecycle.onDrain(() => {
    answers.sayGoodbye();
    dismiss();
  });
  if (drainMark.isSet()) lifecycle.drain();
}
