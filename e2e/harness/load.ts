import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer } from './answer.ts';

export interface LoadOptions {
  /** Where the world is, such as http://10.223.128.7. */
  readonly url: string;
  /** 20 unless said. */
  readonly perSecond?: number;
  /** Milliseconds after which a visitor gives up: 5000 unless said. */
  readonly timeoutMilliseconds?: number;
}

/** Steady visitors. */
export interface Load {
  /** Everything that was answered or given up so far, a fifth of a second behind. */
  readonly answers: readonly Answer[];
  /** Sends nothing more, waits for what is under way, and resolves when all of it is in `answers`. */
  stop(): Promise<void>;
}

/**
 * Starts visitors who ask on a fixed schedule, whatever the answers are (an open loop): a world that stops answering is
 * asked as often as before, so that every second of it is counted. They live in a process of their own.
 */
export function startLoad({ url, perSecond = 20, timeoutMilliseconds = 5000 }: LoadOptions): Load {
  const settings = JSON.stringify({ url, perSecond, timeoutMilliseconds });
  const visitors = fork(join(import.meta.dirname, 'visitors.ts'), [settings], { execArgv: [] });
  const answers: Answer[] = [];
  visitors.on('message', (seen) => answers.push(...(seen as Answer[])));
  const ended = once(visitors, 'exit');
  return {
    answers,
    stop: async () => {
      if (visitors.connected) visitors.send('stop');
      await ended;
    },
  };
}
