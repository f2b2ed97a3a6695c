import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Postmaster } from './postmaster.ts';

/** A PostgreSQL that is started again whenever it ends by itself. */
export interface Kept {
  readonly stop: () => Promise<void>;
}

const pauses = [0, 250, 500, 1000, 2000, 5000] as const;

/** Watches over a server until it is stopped. `begin` starts another one. */
export function keepRunning(first: Postmaster, begin: () => Promise<Postmaster>, log: Logger): Kept {
  const stopping = new AbortController();
  let current: Postmaster | undefined = first;
  const again = async (): Promise<Postmaster | undefined> => {
    for (let n = 0; !stopping.signal.aborted; n++) {
      await setTimeout(pauses[Math.min(n, pauses.length - 1)], undefined, { signal: stopping.signal }).catch(
        () => {},
      );
      const started = await begin().catch((error: Error) => {
        log.error(`PostgreSQL does not start again: ${error.message}.`);
        return undefined;
      });
      if (started) return started;
    }
    return undefined;
  };
  const watch = async () => {
    while (current) {
      await current.ended;
      if (stopping.signal.aborted) return;
      log.error('PostgreSQL ended by itself; it is started again.');
      current = await again();
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await current?.stop();
      await watching;
      await current?.stop();
    },
  };
}
