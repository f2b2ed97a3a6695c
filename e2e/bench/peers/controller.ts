import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';

const logs = join(import.meta.dirname, '../../../.cache/peers');

/** A controller that runs on this machine, as its own project's end-to-end tests run it. */
export interface Controller {
  /** Its process, while it runs. */
  pids(): readonly number[];
  /** Ends it with SIGKILL and starts it again, as a Deployment would; answers when it ended, in milliseconds since the epoch. */
  kill(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a program, with this environment beside the present one, and keeps it running; what it prints goes to a file of its name. */
export function startController(
  name: string,
  path: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Controller {
  const start = () => {
    const log = openSync(join(logs, `${name}.log`), 'a');
    return spawn(path, args, { stdio: ['ignore', log, log], env: { ...process.env, ...environment } });
  };
  let child = start();
  // A second one beside one that a bench left behind would fight with it.
  process.once('exit', () => child.kill('SIGKILL'));
  const end = async (signal: NodeJS.Signals) => {
    const ended: Promise<unknown> = isOver(child) ? Promise.resolve() : once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    pids: () => (child.pid === undefined || isOver(child) ? [] : [child.pid]),
    kill: async () => {
      await end('SIGKILL');
      const at = Date.now();
      child = start();
      return at;
    },
    stop: () => end('SIGTERM'),
  };
}

const isOver = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
