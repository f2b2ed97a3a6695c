import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Job, KubeObject } from '../../operator/src/kube/types.ts';
import type { SpaceTime } from '../src/spaceTime.ts';

/** What the cluster holds, by plural. */
export interface Holds {
  readonly spacetimes?: readonly SpaceTime[];
  readonly controllerrevisions?: readonly KubeObject[];
  readonly pods?: readonly KubeObject[];
  readonly configmaps?: readonly KubeObject[];
  /** The pod that a Job has as soon as it is made. */
  readonly podOf?: (job: Job) => KubeObject;
}

export interface FakeApiServer {
  /** Leads here, with the namespace `worlds`. */
  readonly kubeconfig: string;
  /** Merge patches as they came. */
  readonly patches: readonly unknown[];
  /** Jobs that were made, and those that are there now. */
  readonly jobs: { readonly made: readonly Job[]; readonly there: readonly Job[] };
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
  const worlds = [...(holds.spacetimes ?? [])];
  const patches: unknown[] = [];
  const watchers = new Set<ServerResponse>();
  let version = 1;

  const store = (world: SpaceTime): SpaceTime => {
    version += 1;
    const stored = { ...world, metadata: { ...world.metadata, resourceVersion: String(version) } };
    const at = worlds.findIndex(({ metadata }) => metadata.uid === world.metadata.uid);
    worlds.splice(at, 1, stored);
    for (const watcher of watchers)
      watcher.write(`${JSON.stringify({ type: 'MODIFIED', object: stored })}\n`);
    return stored;
  };

  const patched = async (request: IncomingMessage, world: SpaceTime): Promise<SpaceTime> => {
    const patch = (await json(request)) as Pick<KubeObject, 'metadata'> & { spec?: object };
    patches.push(patch);
    const generation = (world.metadata.generation ?? 1) + (patch.spec ? 1 : 0);
    const annotations = { ...world.metadata.annotations, ...patch.metadata?.annotations };
    const merged = {
      ...world,
      metadata: { ...world.metadata, generation, annotations },
      spec: { ...world.spec, ...patch.spec },
    };
    store({ ...merged, ...operator(merged) });
    return merged;
  };

  const podsMade: KubeObject[] = [];
  const made: Job[] = [];
  const there: Job[] = [];
  const makeJob = async (request: IncomingMessage, response: ServerResponse) => {
    const job = (await json(request)) as Job;
    const { name } = job.metadata;
    if (there.some(({ metadata }) => metadata.name === name))
      return send(response, 409, { kind: 'Status', code: 409, message: 'it is there already' });
    made.push(job);
    there.push(job);
    const pod = holds.podOf?.(job);
    if (pod) podsMade.push(pod);
    send(response, 201, job);
  };
  const removeJob = (response: ServerResponse, name: string | undefined) => {
    there.splice(0, there.length, ...there.filter(({ metadata }) => metadata.name !== name));
    send(response, 200, {});
  };

  const itemsOf = (plural: string, namespace: string | undefined): readonly KubeObject[] => {
    const held = [...(lists[plural] ?? []), ...(plural === 'pods' ? podsMade : [])];
    const all = plural === 'spacetimes' ? worlds : held;
    return all.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
  };

  const listed = (plural: string, namespace: string | undefined, selector: string | null) => ({
    metadata: { resourceVersion: String(version) },
    items: itemsOf(plural, namespace).filter((object) => isSelected(object, selector)),
  });

  const one = async (request: IncomingMessage, response: ServerResponse, found: KubeObject | undefined) => {
    if (!found) send(response, 404, { kind: 'Status', code: 404, message: 'it is not there' });
    else send(response, 200, request.method === 'PATCH' ? await patched(request, found as SpaceTime) : found);
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
    const { namespace, plural, name } = addressOf(pathname);
    if (plural === 'jobs' && request.method === 'POST') await makeJob(request, response);
    else if (plural === 'jobs') removeJob(response, name);
    else if (searchParams.has('watch')) open(response, plural === 'spacetimes' ? watchers : new Set());
    else if (name === undefined)
      send(response, 200, listed(plural, namespace, searchParams.get('labelSelector')));
    else
      await one(
        request,
        response,
        itemsOf(plural, namespace).find(({ metadata }) => metadata.name === name),
      );
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
    jobs: { made, there },
    change: (change) => {
      const [world] = worlds;
      if (world) store({ ...world, ...change });
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
