import { Problem } from '../http/problem.ts';
import type { Metrics } from '../metrics.ts';
import type { Outcome, SceneLoad, WorldState } from '../state/worldState.ts';
import type { Library } from './library.ts';

/** What loading a scene touches. `now` is in milliseconds. */
export interface Loading {
  readonly library: Library;
  readonly state: WorldState;
  readonly metrics: Pick<Metrics, 'sceneLoadSeconds' | 'sceneLoadFailures'>;
  readonly now: () => number;
}

/** Why a scene is compiled: to be shown instead of another, or to be shown anew. */
type Purpose = 'loaded' | 'reloaded';

/** A scene that was compiled and is not shown yet: what to record to show it. */
export interface Prepared extends Outcome {
  readonly load: SceneLoad;
}

/** How long anybody waits for a scene. */
const patienceMilliseconds = 5000;

/**
 * Makes a scene the current one. It is current when the one transaction that records it, its line in the history, its event and
 * its deliveries is done. What fails is recorded and thrown; bad input changes nothing.
 */
export async function loadScene(scenePath: string, loading: Loading, purpose?: Purpose): Promise<SceneLoad> {
  const began = loading.now();
  try {
    const prepared = await prepareScene(scenePath, loading, purpose);
    await loading.state.record(prepared);
    return prepared.load;
  } catch (error) {
    if (isFault(error)) await loading.state.record(failure(scenePath, { error, began, now: loading.now }));
    throw error;
  }
}

/** Compiles a scene without showing it. Throws a Problem when that cannot be done, or takes longer than five seconds. */
export async function prepareScene(
  scenePath: string,
  { library, metrics, now }: Loading,
  purpose: Purpose = 'loaded',
): Promise<Prepared> {
  const began = now();
  const compiled = await inTime(scenePath, library.compile(scenePath)).catch((error: unknown) => {
    metrics.sceneLoadFailures.inc();
    throw error;
  });
  const seconds = (now() - began) / 1000;
  metrics.sceneLoadSeconds.observe(seconds);
  const data = { scene_path: scenePath, load_time_ms: seconds * 1000, hash: compiled.hash };
  const load: SceneLoad = {
    scenePath,
    status: 'loaded',
    at: new Date(now()).toISOString(),
    seconds,
    hash: compiled.hash,
  };
  return { event: { type: `scene.${purpose}`, data }, load };
}

interface Failure {
  readonly error: Problem;
  readonly began: number;
  readonly now: () => number;
}

function failure(scenePath: string, { error, began, now }: Failure): Outcome {
  const reason = error.message;
  return {
    event: { type: 'scene.failed', data: { scene_path: scenePath, reason } },
    load: {
      scenePath,
      status: 'failed',
      reason,
      at: new Date(now()).toISOString(),
      seconds: (now() - began) / 1000,
    },
  };
}

/** Whether the scene could not be loaded, rather than the caller not having named one. */
const isFault = (error: unknown): error is Problem => error instanceof Problem && error.status !== 400;

async function inTime<T>(scenePath: string, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const sentence = `The scene ${scenePath} takes longer than ${patienceMilliseconds / 1000} s to load; try again later.`;
  const timer = setTimeout(() => late.reject(new Problem(503, 'SCENE_SLOW', sentence)), patienceMilliseconds);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
