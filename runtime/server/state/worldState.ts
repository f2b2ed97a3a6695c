/** One attempt to load a scene. `seconds` is how long it took. */
export interface SceneLoad {
  readonly scenePath: string;
  readonly status: 'loaded' | 'failed';
  readonly reason?: string;
  readonly at: string;
  readonly seconds: number;
}

/** What a world remembers. */
export interface WorldState {
  /** The scene that the world shows: the last that was loaded. */
  readonly current: () => Promise<SceneLoad | undefined>;
  /** The latest attempts, newest first. */
  readonly history: (limit: number) => Promise<readonly SceneLoad[]>;
  readonly record: (load: SceneLoad) => Promise<void>;
}
