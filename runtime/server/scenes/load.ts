import type { Metrics } from '../metrics.ts';
import type { SceneLoad, WorldState } from '../state/worldState.ts';
import type { Library } from './library.ts';

/** What loading a scene touches. `now` is in milliseconds. */
export interface Loading {
  readonly library: Library;
  readonly state: WorldState;
  readonly metrics: Pick<Metrics, 'sceneLoadSeconds' | 'sceneLoadFailures'>;
  readonly now: () => number;
}

/** Makes a scene the current one. Every attempt is recorded and measured; one that fails throws what failed. */
export async function loadScene(
  scenePath: string,
  { library, state, metrics, now }: Loading,
): Promise<SceneLoad> {
  const began = now();
  const load = (status: SceneLoad['status']): SceneLoad => ({
    scenePath,
    status,
    at: new Date(now()).toISOString(),
    seconds: (now() - began) / 1000,
  });
  try {
    await library.draw(scenePath);
  } catch (error) {
    metrics.sceneLoadFailures.inc();
    await state.record({ ...load('failed'), reason: (error as Error).message });
    throw error;
  }
  const loaded = load('loaded');
  metrics.sceneLoadSeconds.observe(loaded.seconds);
  await state.record(loaded);
  return loaded;
}
