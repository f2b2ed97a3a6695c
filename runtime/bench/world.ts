import { join } from 'node:path';
import { aDatabase, type TestDatabase } from '../test/aDatabase.ts';
import { type Served, serve } from './served.ts';

/** A runtime as its image runs it, on a database of its own. */
export interface BenchWorld {
  readonly served: Served;
  readonly database: TestDatabase;
  /** Asks with a token that has no limit. Rejects unless the answer is good. */
  readonly ask: (path: string, init?: { method?: string; body?: unknown }) => Promise<unknown>;
  /** Headers with a token that has no limit, and with one that has a limit nobody reaches. */
  readonly unlimited: Readonly<Record<string, string>>;
  readonly limited: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

const root = join(import.meta.dirname, '..');
const apiToken = 'bench-only-token-0123456789';
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** The environment of a runtime on free ports. */
export const environment = (more: Readonly<Record<string, string>>) => ({
  API_TOKEN: apiToken,
  GODOT_ENABLE_HTTP_API: 'true',
  GODOT_API_PORT: '0',
  GODOT_TELEMETRY_PORT: '0',
  SPACETIME_DISCOVERY_MODE: 'Disabled',
  SPACETIME_REQUESTS_PER_MINUTE: '1000000',
  SPACETIME_WORLD_DIR: join(root, 'scenes'),
  SPACETIME_CONFIG_DIR: join(root, '../config'),
  SPACETIME_DRAIN_SECONDS: '0',
  ...more,
});

/** The program of the image. */
export const program = [join(root, 'dist/server.mjs')];

/** Starts one that is ready. */
export async function benchWorld(more: Readonly<Record<string, string>> = {}): Promise<BenchWorld> {
  const database = await aDatabase({ empty: true });
  const served = await serve(program, environment({ DATABASE_URL: database.url, ...more }));
  const send = async (
    path: string,
    token: string,
    { method = 'GET', body }: { method?: string; body?: unknown } = {},
  ) => {
    const answer = await fetch(`${served.url}${path}`, {
      method,
      headers: { ...bearer(token), 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const issue = async (requests_per_minute: number) => {
    const wish = { name: `bench-${requests_per_minute}`, scopes: ['read', 'write'], requests_per_minute };
    const issued = (await send('/auth/tokens', apiToken, { method: 'POST', body: wish })) as {
      token: string;
    };
    return issued.token;
  };
  const unlimited = await issue(0);
  return {
    served,
    database,
    ask: (path, init) => send(path, unlimited, init),
    unlimited: bearer(unlimited),
    limited: bearer(await issue(1_000_000)),
    remove: async () => {
      await served.stop();
      await database.remove();
    },
  };
}
