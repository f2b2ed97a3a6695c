import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { token } from './aRuntime.ts';

const main = join(import.meta.dirname, '..', 'server', 'main.ts');
const free = {
  GODOT_API_PORT: '0',
  GODOT_TELEMETRY_PORT: '0',
  SPACETIME_TLS_PORT: '0',
  SPACETIME_DISCOVERY_MODE: 'Disabled',
  SPACETIME_DRAIN_SECONDS: '0',
  SPACETIME_REQUESTS_PER_MINUTE: '100000',
  API_TOKEN: token,
};

/** A runtime in a process of its own, which a test may stop, continue and kill. */
export interface RuntimeProcess {
  readonly signal: (signal: 'SIGSTOP' | 'SIGCONT' | 'SIGTERM') => void;
  /** Ends it at once, like a lost node. */
  readonly kill: () => Promise<void>;
  /** Asks it as a caller, for JSON. */
  readonly ask: <T>(path: string, body?: object) => Promise<T>;
}

/** Starts a runtime on a database and resolves when it is ready. */
export async function aProcess(
  url: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RuntimeProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'] ?? '', ...free, DATABASE_URL: url, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await readyOn(child);
  return {
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    ask: async <T>(path: string, body?: object) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      return (await answer.json()) as T;
    },
  };
}

async function readyOn({ stdout }: ChildProcess): Promise<number> {
  if (!stdout) throw new Error('The process has no output.');
  for await (const line of createInterface(stdout)) {
    const { msg, ports } = JSON.parse(line.startsWith('{') ? line : '{}');
    if (msg === 'The runtime is ready.') {
      stdout.resume();
      return ports.api;
    }
  }
  throw new Error('The process ended before it was ready.');
}
