import type { WorldEvent } from '../events/record.ts';

/** One attempt to load a scene. `seconds` is how long it took. */
export interface SceneLoad {
  readonly scenePath: string;
  readonly status: 'loaded' | 'failed';
  readonly reason?: string;
  readonly at: string;
  readonly seconds: number;
  /** Hex SHA-256 of the GLB that was loaded. */
  readonly hash?: string;
}

/** Something that happened to the world: what webhooks are told, and the line that it leaves in the history, if any. */
export interface Outcome {
  readonly event: WorldEvent;
  readonly load?: SceneLoad;
}

/** What a world remembers. */
export interface WorldState {
  /** The scene that the world shows: the last that was loaded. */
  readonly current: () => Promise<SceneLoad | undefined>;
  /** The latest attempts, newest first. */
  readonly history: (limit: number) => Promise<readonly SceneLoad[]>;
  /** Records everything that happened in one transaction: all of it or, when it rejects, nothing. */
  readonly record: (...outcomes: readonly Outcome[]) => Promise<void>;
}
