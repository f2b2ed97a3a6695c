import { setTimeout } from 'node:timers/promises';
import { oneAtATime } from '../database/oneAtATime.ts';
import type { Signals } from '../database/signals.ts';
import { isUnavailable } from '../database/unavailable.ts';
import type { SceneLoad, WorldState } from './worldState.ts';

/** A world whose scene is known also while its database is away. */
export interface RememberedState extends WorldState {
  /** The scene that the world showed when the database was last asked; never asks it. */
  readonly latest: () => SceneLoad | undefined;
  /** Whether the last question about the scene went unanswered, so that it may be another by now. */
  readonly isStale: () => boolean;
  /** Calls the listener with the scene as soon as it is known, and with each later answer of the database: mostly the same again. */
  readonly follow: (listener: Follower) => void;
}

type Follower = (current: SceneLoad | undefined) => void;

const patienceMilliseconds = 1000;

/**
 * Remembers the scene, and asks for it again on every signal. While the database is away, or slow, `current` answers from
 * memory; it rejects only when nothing was ever known.
 */
export function rememberedState(state: WorldState, signals: Pick<Signals, 'on'>): RememberedState {
  let latest: SceneLoad | undefined;
  let isStale = false;
  let asked = 0;
  let answered = 0;
  const followers: Follower[] = [];

  const ask = async () => {
    asked += 1;
    const turn = asked;
    try {
      const found = await state.current();
      isStale = false;
      // Answers may come in another order than questions were asked.
      if (turn < answered) return found;
      answered = turn;
      latest = found;
      for (const follower of followers) follower(found);
      return found;
    } catch (error) {
      isStale = true;
      if (!latest || !isUnavailable(error)) throw error;
      return latest;
    }
  };
  const refresh = async () => void (await ask().catch(() => undefined));
  const look = oneAtATime(refresh);
  signals.on('scene', () => void look());
  return {
    latest: () => latest,
    isStale: () => isStale,
    follow: (listener) => {
      followers.push(listener);
      if (answered > 0) listener(latest);
      else void look();
    },
    current: () => (latest ? patiently(ask()) : ask()),
    history: state.history,
    record: async (...outcomes) => {
      await state.record(...outcomes);
      await refresh();
    },
  };

  async function patiently(asking: Promise<SceneLoad | undefined>): Promise<SceneLoad | undefined> {
    const patience = new AbortController();
    const { signal } = patience;
    const late = setTimeout(patienceMilliseconds, true, { signal, ref: false }).catch(() => false);
    const inTime = asking.then((found) => ({ found }));
    const first = await Promise.race([inTime, late]);
    patience.abort();
    if (typeof first === 'object') return first.found;
    isStale = true;
    return latest;
  }
}
