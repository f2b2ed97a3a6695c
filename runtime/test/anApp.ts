import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { openAccess } from '../server/access/access.ts';
import { scopes } from '../server/access/scopes.ts';
import { keyring } from '../server/access/tokens.ts';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { openSignals } from '../server/database/signals.ts';
import type { Deps } from '../server/deps.ts';
import { eventRecorder } from '../server/events/record.ts';
import { votes } from '../server/frames/votes.ts';
import { answers } from '../server/http/answers.ts';
import { lifecycle } from '../server/lifecycle.ts';
import { runtimeMetrics } from '../server/metrics.ts';
import { openWorld } from '../server/opening.ts';
import { openPresence } from '../server/presence/presence.ts';
import { sceneForVisitors } from '../server/presence/sceneForVisitors.ts';
import { background } from '../server/queue/background.ts';
import { openQueue } from '../server/queue/queue.ts';
import { compilerThreads } from '../server/scenes/thread/threads.ts';
import { databaseState } from '../server/state/databaseState.ts';
import { rememberedState } from '../server/state/rememberedState.ts';
import { enqueueIn } from '../server/webhooks/enqueue.ts';
import { aDatabase, anotherPool, type TestDatabase } from './aDatabase.ts';
import { conforms } from './conforms.ts';

/** The token that every app of a test accepts. */
export const token = 'the-token-of-the-tests';

// Apps of one test file share the threads that compile their scenes: starting one takes longer than a small scene.
const threads = compilerThreads();

/** What a test may want otherwise: variables, files of the world and of the page by path, and parts of the app. */
export interface Wishes extends Partial<Pick<Deps, 'fetch' | 'now'>> {
  readonly env?: Readonly<Record<string, string>>;
  readonly world?: Readonly<Record<string, string>>;
  readonly client?: Readonly<Record<string, string>>;
  readonly whitelist?: object;
  /** Whether it delivers events and does jobs. */
  readonly works?: boolean;
  /** Another app, whose database it shares, as pods of a world do. */
  readonly beside?: RunningApp;
}

/** An app that listens on a free port. */
export interface RunningApp {
  readonly deps: Deps;
  readonly database: TestDatabase;
  readonly logged: readonly string[];
  /** Asks it for a path; `as: 'caller'` sends the token. Rejects when the answer is not as the OpenAPI document says. */
  readonly ask: (path: string, init?: RequestInit & { as?: 'caller' }) => Promise<Response>;
  /** The address of a path, for who asks in another way. */
  readonly url: (path: string) => string;
  readonly close: () => Promise<void>;
}

const scene = '[gd_scene format=3]\n[node name="Root" type="Node3D"]\n';
const usual = { 'vr_main.tscn': scene, 'minimal_test.tscn': scene, 'broken.tscn': 'nothing' };

/** Starts an app with two good scenes and a broken one, and the whitelist of the checklist. */
export async function anApp(wishes: Wishes = {}): Promise<RunningApp> {
  const root = await mkdtemp(join(tmpdir(), 'spacetime-app-'));
  const directory = (name: string) => join(root, name);
  await lay(directory('world'), wishes.world ?? usual);
  await lay(
    directory('client'),
    wishes.client ?? { 'index.html': '<meta name="spacetime-revision" content="" />' },
  );
  const whitelist = wishes.whitelist && { 'scene_whitelist.json': JSON.stringify(wishes.whitelist) };
  await lay(directory('config'), whitelist ?? {});
  const logged: string[] = [];
  const database = wishes.beside ? anotherPool(wishes.beside.database) : await aDatabase();
  const deps = await parts(wishes, { directory, logged, database });
  const work = background(deps);
  const server = createServer(createApp(deps));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  deps.lifecycle.ready();
  if (wishes.works) {
    await deps.queue.start();
    work.begin();
  }
  const url = (path: string) => `http://127.0.0.1:${port}${path}`;
  return {
    deps,
    url,
    database,
    logged,
    ask: async (path, { as, ...init } = {}) => {
      const headers = {
        ...(as && { Authorization: `Bearer ${token}` }),
        ...(init.headers as Record<string, string>),
      };
      const answer = await fetch(url(path), { ...init, headers });
      await conforms(init.method ?? 'GET', path, answer);
      return answer;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await work.close();
      await deps.presence.close();
      await deps.refusals.settled();
      await deps.signals.close();
      await database.remove();
      await rm(root, { recursive: true });
    },
  };
}

async function lay(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
}

interface Around {
  readonly directory: (name: string) => string;
  readonly logged: string[];
  readonly database: TestDatabase;
}

async function parts(wishes: Wishes, { directory, logged, database }: Around): Promise<Deps> {
  const config = readConfig({
    SPACETIME_WORLD_DIR: directory('world'),
    SPACETIME_CLIENT_DIR: directory('client'),
    SPACETIME_CONFIG_DIR: directory('config'),
    ...wishes.env,
  });
  const now = wishes.now ?? Date.now;
  const log = pino({ base: null }, { write: (line) => void logged.push(line) });
  const signals = openSignals(database.url, log);
  const ring = keyring(now, config.tokenOverlapSeconds);
  ring.mount('API_TOKEN', token, scopes);
  const queue = openQueue(database, log);
  const recordEvent = eventRecorder(enqueueIn(queue));
  const given = { config, log, now, database, signals, queue, recordEvent };
  const access = await openAccess(ring, given);
  const { library, firstScene } = await openWorld(config, threads);
  const count = votes();
  return {
    ...given,
    ...access,
    library,
    sceneForVisitors: sceneForVisitors({ ...given, library, firstScene }),
    state: rememberedState(databaseState(database, recordEvent), signals),
    votes: count,
    presence: openPresence({ ...access, database }),
    metrics: runtimeMetrics({ revision: config.revision, votes: count, database, now }),
    lifecycle: lifecycle(),
    drainMark: { isSet: () => false, set: () => {} },
    answers: answers(now),
    fetch: wishes.fetch ?? fetch,
  };
}
