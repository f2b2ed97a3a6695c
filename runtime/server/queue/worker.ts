import type { Logger } from 'pino';
import { isUnavailable } from '../database/unavailable.ts';
import type { Line } from './lines.ts';
import { ClaimLost, type Queue, type Taken } from './queue.ts';

/** Takes work from a line and does it, several things at a time. */
export interface Worker {
  /** Looks for work now. Safe to call often. */
  readonly look: () => void;
  /** Takes nothing more; what is under way goes on. */
  readonly retire: () => void;
  /** How much is under way. */
  readonly busy: () => number;
  /** Takes nothing more, asks what is under way to stop, and resolves when it has. */
  readonly close: () => Promise<void>;
}

/** How one line is worked on. */
export interface Craft {
  readonly line: Line;
  /** At a time. */
  readonly most: number;
  /**
   * Does the work and takes it out of the line. What rejects is put back. `stop` asks it to end early, by rejecting.
   */
  readonly work: (taken: Taken, stop: AbortSignal) => Promise<void>;
}

const keepMilliseconds = 3000;
// Looking at the line locks what is in front of it.
const mostTaken = 10;

/** A worker that takes work in the order of the line until its hands are full. It starts with the first look. */
export function worker(queue: Queue, { line, most, work }: Craft, log: Logger): Worker {
  const underWay = new Map<Taken, Promise<void>>();
  const stop = new AbortController();
  let retired = false;
  let looking = false;
  let again = false;

  const complain = (error: unknown, sentence: string) =>
    isUnavailable(error)
      ? log.debug({ err: error, line }, sentence)
      : log.error({ err: error, line }, sentence);

  const begin = (taken: Taken) => {
    const done = work(taken, stop.signal)
      .catch(async (error) => {
        if (error instanceof ClaimLost)
          return log.info({ line, data: taken.data }, 'Work was lost to another.');
        if (!stop.signal.aborted) complain(error, 'Work was not finished and is put back.');
        await queue.giveBack(line, taken);
      })
      .catch((error) => complain(error, 'Work could not be put back; it is found when its claim ends.'))
      .finally(() => {
        underWay.delete(taken);
        look();
      });
    underWay.set(taken, done);
  };

  const accept = async (taken: Taken) => (retired ? queue.giveBack(line, taken) : begin(taken));

  const fill = async () => {
    while (!retired && underWay.size < most) {
      again = false;
      const taken = await queue.take(line, Math.min(most - underWay.size, mostTaken));
      await Promise.all(taken.map(accept));
      if (taken.length === 0 && !again) return;
    }
  };
  const look = () => {
    again = true;
    if (looking || retired) return;
    looking = true;
    fill()
      .catch((error) => complain(error, 'The line could not be read; it is read again soon.'))
      .finally(() => {
        looking = false;
        if (again && underWay.size < most) look();
      });
  };

  const keep = setInterval(() => {
    queue
      .keep(line, [...underWay.keys()])
      .catch((error) => complain(error, 'The database was not told that work goes on.'));
  }, keepMilliseconds);
  keep.unref();

  return {
    look,
    retire: () => {
      retired = true;
    },
    busy: () => underWay.size,
    close: async () => {
      retired = true;
      stop.abort();
      await Promise.all(underWay.values());
      clearInterval(keep);
    },
  };
}
