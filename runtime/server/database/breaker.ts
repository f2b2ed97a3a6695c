import { DatabaseUnavailable } from './unavailable.ts';

/** Whether the database answers, as far as is known. */
export interface Breaker {
  /** Throws DatabaseUnavailable while the database is known not to answer. */
  readonly check: () => void;
  /** Whether `check` lets callers through. */
  readonly isAvailable: () => boolean;
  /** The database did not answer: until it does, `check` throws, and it is asked again and again. */
  readonly trip: () => void;
  /** `check` throws until this is fulfilled as well. */
  readonly hold: (until: Promise<unknown>) => void;
  readonly close: () => void;
}

interface Settings {
  /** Resolves when the database answers. */
  readonly ask: () => Promise<void>;
  readonly pauseMilliseconds: number;
  readonly tell: (answers: boolean) => void;
}

/** Spares callers to wait for a database that is away: one asks for all of them. */
export function breaker({ ask, pauseMilliseconds, tell }: Settings): Breaker {
  let away = false;
  let held = false;
  let closed = false;
  const recover = async (): Promise<void> => {
    while (!closed) {
      const answers = await ask().then(
        () => true,
        () => false,
      );
      if (answers) break;
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds).unref());
    }
    away = false;
    if (!closed) tell(true);
  };
  return {
    check: () => {
      if (away) throw new DatabaseUnavailable('The database does not answer.');
      if (held) throw new DatabaseUnavailable('The database is not prepared yet.');
    },
    isAvailable: () => !away && !held,
    trip: () => {
      if (away || closed) return;
      away = true;
      tell(false);
      void recover();
    },
    hold: (until) => {
      held = true;
      until.then(
        () => {
          held = false;
        },
        () => {},
      );
    },
    close: () => {
      closed = true;
    },
  };
}
