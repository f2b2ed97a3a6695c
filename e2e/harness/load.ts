import type { Answer } from './answer.ts';
import { startVisitors } from './visitorProcess.ts';

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
 * asked as often as before, so that every second of it is counted.
 */
export function startLoad({ url, perSecond = 20, timeoutMilliseconds = 5000 }: LoadOptions): Load {
  const { seen, stop } = startVisitors<Answer>('visitors.ts', { url, perSecond, timeoutMilliseconds });
  return { answers: seen, stop };
}
