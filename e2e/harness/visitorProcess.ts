import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Visitors in a process of their own, so that what this process does does not slow them. */
export interface VisitorProcess<Seen> {
  /** Everything that they told so far, a fifth of a second behind. */
  readonly seen: readonly Seen[];
  send(order: object): void;
  /** Sends nothing more, waits for what is under way, and resolves when all of it is in `seen`. */
  stop(): Promise<void>;
}

/** Starts one of the programs beside this file with its settings. */
export function startVisitors<Seen>(program: string, settings: object): VisitorProcess<Seen> {
  const visitors = fork(join(import.meta.dirname, program), [JSON.stringify(settings)], { execArgv: [] });
  const seen: Seen[] = [];
  visitors.on('message', (more) => seen.push(...(more as Seen[])));
  const ended = once(visitors, 'exit');
  return {
    seen,
    send: (order) => visitors.send(order),
    stop: async () => {
      if (visitors.connected) visitors.send('stop');
      await ended;
    },
  };
}
