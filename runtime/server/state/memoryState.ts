import type { SceneLoad, WorldState } from './worldState.ts';

const kept = 100;

/** A world that forgets everything when the process ends, and all but its last hundred loads before that. */
export function memoryState(): WorldState {
  let loads: readonly SceneLoad[] = [];
  let current: SceneLoad | undefined;
  return {
    current: async () => current,
    history: async (limit) => loads.slice(0, limit),
    record: async (load) => {
      loads = [load, ...loads].slice(0, kept);
      if (load.status === 'loaded') current = load;
    },
  };
}
