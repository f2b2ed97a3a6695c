import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { resources } from '../src/kube/resources.ts';
import type { KubeObject, Stored } from '../src/kube/types.ts';
import { aPodKeeper } from '../test/aPodKeeper.ts';
import { type MemoryStore, memoryStore } from '../test/memoryStore.ts';
import { type KubeServer, kubeServer } from './kubeServer.ts';
import { podsShown } from './podsShown.ts';
import { isSelected, type Watches, watches } from './watches.ts';

/** An API server with one namespace, in which pods live and the operator finds all that a release needs. */
export interface LivingCluster extends KubeServer {
  readonly store: MemoryStore;
}

interface World {
  readonly store: MemoryStore;
  readonly told: Watches;
  readonly shown: (object: Stored) => Stored;
}

/** A request, taken apart. */
interface Asked {
  readonly method: string;
  readonly kind: string;
  /** Undefined for the whole collection. */
  readonly name: string | undefined;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const turnMilliseconds = 500;

/** Its pods have the addresses and the port of the servers that `pods.ts` runs. */
export async function livingCluster(port: number): Promise<LivingCluster> {
  const now = () => new Date();
  const store = memoryStore(now);
  const shown = podsShown(port);
  const world = { store, shown, told: watches(store, shown) };
  const keeper = aPodKeeper(store, now);
  const turns = setInterval(() => {
    keeper.turn();
    world.told.tell();
  }, turnMilliseconds);
  const server = await kubeServer((request, response) => {
    void answer(request, response, world).finally(world.told.tell);
  });
  return {
    ...server,
    store,
    close: async () => {
      clearInterval(turns);
      await server.close();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const asked = await askedIn(request);
  const { kind, name, query } = asked;
  const selected = { kind, labelSelector: query.get('labelSelector') };
  if (asked.method === 'GET' && query.has('watch')) return world.told.open(selected, response);
  const { store, shown } = world;
  const say = (code: number, body: object) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (asked.method === 'GET' && name === undefined) {
    const items = store.all().filter((object) => isSelected(object, selected));
    return say(200, { metadata: { resourceVersion: versionOf(store) }, items: items.map(shown) });
  }
  const found = name === undefined ? undefined : store.find(kind, name);
  const written = asked.method === 'GET' ? found : write(asked, found, store);
  if (written === 'Conflict') return say(409, { message: 'Another was quicker.', reason: 'Conflict' });
  return written ? say(200, shown(written)) : say(404, { message: 'It is not there.', reason: 'NotFound' });
}

function write(
  { method, body }: Asked,
  found: Stored | undefined,
  store: MemoryStore,
): Stored | 'Conflict' | undefined {
  if (method === 'POST') return found ? 'Conflict' : store.put(body as KubeObject);
  if (method === 'DELETE' && found) store.remove(found.kind, found.metadata.name);
  if (method === 'DELETE') return found;
  if (Array.isArray(body)) return found && patched(body, found, store);
  return replaced(body as KubeObject, found, store);
}

/** An apply replaces all but the status: whatever else is there, the operator alone has written. */
function replaced(object: KubeObject, found: Stored | undefined, store: MemoryStore): Stored | 'Conflict' {
  const { resourceVersion } = object.metadata;
  if (resourceVersion && resourceVersion !== found?.metadata.resourceVersion) return 'Conflict';
  return store.put({ ...(found && 'status' in found && { status: found.status }), ...object });
}

interface Operation {
  readonly path: string;
  readonly value?: unknown;
}

/** Applies the JSON patches that the operator sends: a version to be at, a status, finalizers. */
function patched(operations: readonly Operation[], found: Stored, store: MemoryStore): Stored | 'Conflict' {
  const valueAt = (path: string) => operations.find((one) => one.path === path)?.value;
  if (valueAt('/metadata/resourceVersion') !== found.metadata.resourceVersion) return 'Conflict';
  const status = valueAt('/status');
  const finalizers = valueAt('/metadata/finalizers') as string[] | undefined;
  return store.put({
    ...found,
    metadata: { ...found.metadata, ...(finalizers && { finalizers }) },
    ...(status !== undefined && { status }),
  });
}

const kindOf = (plural: string | undefined): string =>
  Object.values(resources).find((one) => one.plural === plural)?.kind ?? 'None';

async function askedIn(request: IncomingMessage): Promise<Asked> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'https://cluster');
  const [plural, name] = pathname
    .replace(/^\/(api\/v1|apis\/[^/]+\/[^/]+)\//, '')
    .replace(/^namespaces\/[^/]+\//, '')
    .split('/');
  const body = await text(request);
  return {
    method: request.method ?? '',
    kind: kindOf(plural),
    name,
    query,
    body: body === '' ? undefined : JSON.parse(body),
  };
}

const versionOf = (store: MemoryStore): string =>
  String(Math.max(1, ...store.all().map(({ metadata }) => Number(metadata.resourceVersion))));
