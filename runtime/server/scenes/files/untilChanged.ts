import { type FSWatcher, watch } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** Reads what is below some folders. `visit` is called with each folder before that is read. */
type Read<T> = (visit: (directory: string) => void) => Promise<T>;

interface Known<T> {
  readonly answer: Promise<T>;
  readonly at: number;
  readonly forget: () => void;
}

/** Where folders cannot be watched, as on network file systems, changes are seen this late. */
const floorMilliseconds = 2000;

/**
 * Remembers what was read until something in one of the folders changes: a file or folder that comes, goes or becomes another. What
 * changed before it was asked for is in the answer. Rejects as `read` does, and remembers no failure.
 */
export function untilChanged<T>(read: Read<T>): () => Promise<T> {
  let known: Known<T> | undefined;
  const look = (): Known<T> => {
    const watchers: FSWatcher[] = [];
    let isOver = false;
    const forget = () => {
      isOver = true;
      if (known?.forget === forget) known = undefined;
      for (const watcher of watchers.splice(0)) watcher.close();
    };
    const answer = read((directory) => {
      if (!isOver) watchers.push(...watching(directory, forget));
    });
    answer.catch(forget);
    return { answer, at: performance.now(), forget };
  };
  return async () => {
    // What the kernel has to tell about changes until now is heard in this turn.
    await setImmediate();
    if (known && performance.now() - known.at > floorMilliseconds) known.forget();
    known ??= look();
    return known.answer;
  };
}

/** A watcher that calls at a change in a folder; none where that is not possible. */
function watching(directory: string, changed: () => void): FSWatcher[] {
  try {
    return [watch(directory, { persistent: false }, changed).on('error', changed)];
  } catch {
    return [];
  }
}
