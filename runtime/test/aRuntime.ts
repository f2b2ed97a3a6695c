import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { readConfig } from '../server/config.ts';
import { type Runtime, startRuntime } from '../server/runtime.ts';
import { aDatabase } from './aDatabase.ts';
import { conforms } from './conforms.ts';

/** The token of every runtime of a test. */
export const token = 'the-token-of-the-tests';

/** A whole runtime on free ports, with a directory of its own for what a test puts there. */
export interface TestRuntime extends Runtime {
  readonly directory: string;
  readonly logged: readonly string[];
  readonly url: (path: string) => string;
  /** Asks it with the token; rejects when the answer is not as the OpenAPI document says. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly remove: () => Promise<void>;
}

/** Starts a runtime. `env` may name files in `directory`, which `prepare` has filled before. */
export async function aRuntime(
  env: (directory: string) => Record<string, string> = () => ({}),
  prepare: (directory: string) => Promise<void> = async () => {},
): Promise<TestRuntime> {
  const directory = await mkdtemp(join(tmpdir(), 'spacetime-runtime-'));
  await prepare(directory);
  const logged: string[] = [];
  const log: Logger = pino({ base: null }, { write: (line) => void logged.push(line) });
  const database = await aDatabase({ empty: true });
  const remove = async () => {
    await rm(directory, { recursive: true });
    await database.remove();
  };
  const runtime = await startRuntime(
    readConfig({ ...free, DATABASE_URL: database.url, ...env(directory) }),
    log,
  ).catch(async (error) => {
    await remove();
    throw error;
  });
  await runtime.ready.catch(async (error) => {
    await runtime.close();
    await remove();
    throw error;
  });
  const url = (path: string) => `http://127.0.0.1:${runtime.ports.api}${path}`;
  return {
    ...runtime,
    directory,
    logged,
    url,
    ask: async (path, init = {}) => {
      const authorization = { Authorization: `Bearer ${token}` };
      const answer = await fetch(url(path), { ...init, headers: { ...authorization, ...init.headers } });
      await conforms(init.method ?? 'GET', path, answer);
      return answer;
    },
    remove: async () => {
      await runtime.close();
      await remove();
    },
  };
}

const free = {
  API_TOKEN: token,
  GODOT_API_PORT: '0',
  GODOT_TELEMETRY_PORT: '0',
  SPACETIME_TLS_PORT: '0',
  SPACETIME_DISCOVERY_MODE: 'Disabled',
};
