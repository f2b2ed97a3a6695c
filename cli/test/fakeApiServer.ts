import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { KubeObject } from '../../operator/src/kube/types.ts';
import type { SpaceTime } from '../src/spaceTime.ts';
import { type FakeJobs, fakeJobs, type PodOf } from './fakeJobs.ts';

/** What the cluster holds, by plural. */
export interface Holds {
  readonly spacetimes?: readonly SpaceTime[];
  readonly controllerrevisions?: readonly KubeObject[];
  readonly pods?: readonly KubeObject[];
  readonly configmaps?: readonly KubeObject[];
  /** The pod that a Job has as soon as it is made. */
  readonly podOf?: PodOf;
}

export interface FakeApiServer {
  /** Leads here, with the namespace `worlds`. */
  readonly kubeconfig: string;
  /** Merge patches as they came. */
  readonly patches: readonly unknown[];
  /** Jobs that were made, and those that are there now. */
  readonly jobs: Pick<FakeJobs, 'made' | 'there'>;
  /** Answers no more. */
  hangUp(): Promise<void>;
  /** Changes the only SpaceTime, as the operator does; those who watch hear of it. */
  change(change: Partial<SpaceTime>): void;
  close(): Promise<void>;
}

type Answers = (world: SpaceTime) => Partial<SpaceTime>;
const nothing: Answers = () => ({});

/**
 * An API server over HTTP that lists, reads, watches and merges, with nothing behind it: `operator` says at once how a
 * SpaceTime looks after a patch.
 */
export async function fakeApiServer(holds: Holds, operator = nothing): Promise<FakeApiServer> {
  const { podOf: _, ...named } = holds;
  const lists: Readonly<Record<string, readonly KubeObject[] | undefined>> = { ...named };
  const patches: unknown[] = [];
  const { watchers, ...kept } = keptWorlds(holds.spacetimes ?? []);

  const patched = async (request: IncomingMessage, world: SpaceTime): Promise<SpaceTime> => {
    const patch = (await json(request)) as Patch;
    patches.push(patch);
    const merged = mergedWith(patch, world);
    kept.store({ ...merged, ...operator(merged) });
    return merged;
  };

  const jobs = fakeJobs(holds.podOf);

  const itemsOf = (plural: string, namespace: string | undefined): readonly KubeObject[] => {
    const held = [...(lists[plural] ?? []), ...(plural === 'pods' ? jobs.pods : [])];
    const all = plural === 'spacetimes' ? kept.worlds : held;
    return all.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
  };

  const listed = (plural: string, namespace: string | undefined, selector: string | null) => ({
    metadata: { resourceVersion: kept.version() },
    items: itemsOf(plural, namespace).filter((object) => isSelected(object, selector)),
  });

  const one = async (
    request: IncomingMessage,
    found: KubeObject | undefined,
  ): Promise<readonly [number, unknown]> => {
    if (!found) return [404, { kind: 'Status', code: 404, message: 'it is not there' }];
    return [200, request.method === 'PATCH' ? await patched(request, found as SpaceTime) : found];
  };

  const answerTo = async (request: IncomingMessage, url: URL): Promise<readonly [number, unknown]> => {
    const { namespace, plural, name } = addressOf(url.pathname);
    if (plural === 'jobs') return jobs.answer(request, name);
    if (name === undefined) return [200, listed(plural, namespace, url.searchParams.get('labelSelector'))];
    return one(
      request,
      itemsOf(plural, namespace).find(({ metadata }) => metadata.name === name),
    );
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    const isOfWorlds = addressOf(url.pathname).plural === 'spacetimes';
    if (url.searchParams.has('watch')) open(response, isOfWorlds ? watchers : new Set());
    else send(response, ...(await answerTo(request, url)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const hangUp = async () => {
    server.closeAllConnections();
    await new Promise<void>((closed) => server.close(() => closed()));
  };
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  const kubeconfig = await writeKubeconfig(folder, (server.address() as AddressInfo).port);

  return {
    kubeconfig,
    patches,
    jobs,
    change: (change) => {
      const [world] = kept.worlds;
      if (world) kept.store({ ...world, ...change });
    },
    hangUp,
    close: async () => {
      await hangUp();
      await rm(folder, { recursive: true });
    },
  };
}

/** `/apis/GROUP/VERSION/[namespaces/NAMESPACE/]PLURAL[/NAME]`, where the core group has no `GROUP`. */
function addressOf(path: string) {
  const parts = path.split('/').filter(Boolean);
  const [first = '', namespace, plural = '', name] = parts.slice(parts[0] === 'apis' ? 3 : 2);
  if (first !== 'namespaces') return { plural: first };
  return { namespace, plural, name };
}

/** The SpaceTimes, with those who watch them. */
function keptWorlds(given: readonly SpaceTime[]) {
  const worlds = [...given];
  const watchers = new Set<ServerResponse>();
  let version = 1;
  return {
    worlds,
    watchers,
    version: () => String(version),
    store: (world: SpaceTime): void => {
      version += 1;
      const stored = { ...world, metadata: { ...world.metadata, resourceVersion: String(version) } };
      const at = worlds.findIndex(({ metadata }) => metadata.uid === world.metadata.uid);
      worlds.splice(at, 1, stored);
      for (const watcher of watchers)
        watcher.write(`${JSON.stringify({ type: 'MODIFIED', object: stored })}\n`);
    },
  };
}

type Patch = Pick<KubeObject, 'metadata'> & { readonly spec?: object };

function mergedWith(patch: Patch, world: SpaceTime): SpaceTime {
  const generation = (world.metadata.generation ?? 1) + (patch.spec ? 1 : 0);
  const annotations = { ...world.metadata.annotations, ...patch.metadata?.annotations };
  return {
    ...world,
    metadata: { ...world.metadata, generation, annotations },
    spec: { ...world.spec, ...patch.spec },
  };
}

/** Selectors that ask for equal values. */
const isSelected = ({ metadata }: KubeObject, selector: string | null): boolean =>
  (selector ?? '')
    .split(',')
    .filter(Boolean)
    .every((term) => {
      const [key = '', value] = term.split('=');
      return metadata.labels?.[key] === value;
    });

function send(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function open(response: ServerResponse, watchers: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  watchers.add(response);
  response.once('close', () => watchers.delete(response));
}

async function writeKubeconfig(folder: string, port: number): Promise<string> {
  const path = join(folder, 'config');
  const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
  const config = {
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: {} }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'worlds' } }],
    'current-context': 'x',
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}
