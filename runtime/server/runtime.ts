import type { Logger } from 'pino';
import { findToken } from './access/apiToken.ts';
import { tokens } from './access/tokens.ts';
import type { Config } from './config.ts';
import type { Deps } from './deps.ts';
import { type Doors, openDoors } from './doors.ts';
import { drainMark, idle } from './drained.ts';
import { votes } from './frames/votes.ts';
import { answers } from './http/answers.ts';
import { lifecycle } from './lifecycle.ts';
import { runtimeMetrics } from './metrics.ts';
import { openWorld } from './opening.ts';
import { loadScene } from './scenes/load.ts';
import { memoryState } from './state/memoryState.ts';

/** A running runtime. */
export interface Runtime {
  readonly ports: Doors['ports'];
  /** The token that was made because none was given; development only. */
  readonly madeToken: string | undefined;
  /** Drains and resolves when nobody is left or `drainSeconds` are over. */
  readonly leave: () => Promise<void>;
  /** Ends everything at once. */
  readonly close: () => void;
}

/** Builds everything and opens the doors. Throws ConfigurationRefused when it cannot work as configured. */
export async function startRuntime(
  config: Config,
  log: Logger,
  now: () => number = Date.now,
): Promise<Runtime> {
  const ring = tokens(now);
  const found = await findToken(config, ring, log);
  const { library, firstScene } = await openWorld(config);
  const count = votes();
  const deps: Deps = {
    config,
    log,
    now,
    tokens: ring,
    library,
    state: memoryState(),
    votes: count,
    metrics: runtimeMetrics(config.revision, count, now),
    lifecycle: lifecycle(),
    drainMark: drainMark(config.stateDirectory),
    answers: answers(now),
    fetch,
  };
  const doors = await openDoors(deps);
  drainWith(deps, doors);
  if (firstScene) await loadScene(firstScene, deps);
  deps.lifecycle.ready();
  return {
    ports: doors.ports,
    madeToken: found.made,
    leave: () => {
      deps.lifecycle.drain();
      return idle({ ...deps, openSockets: doors.openSockets }, config.drainSeconds);
    },
    close: () => {
      found.stop();
      doors.close();
    },
  };
}

function drainWith({ lifecycle, drainMark, answers }: Deps, { dismiss }: Doors): void {
  lifecycle.onDrain(() => {
    answers.sayGoodbye();
    dismiss();
  });
  if (drainMark.isSet()) lifecycle.drain();
}
