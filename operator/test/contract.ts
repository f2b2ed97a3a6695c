import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { systemClock } from '../src/clock.ts';
import { apiServer } from '../src/kube/apiServer.ts';
import { type Call, type Connection, connect, type FencedConnection } from '../src/kube/connection.ts';
import { openFence } from '../src/kube/fence.ts';
import { ownWrites } from '../src/kube/ownWrites.ts';
import { collectionPath, objectPath, type Resource, resourceOf, resources } from '../src/kube/resources.ts';
import type { ConfigMap, KubeObject, Stored } from '../src/kube/types.ts';
import { type Credentials, readCredentials } from '../src/kube/wire/credentials.ts';

/**
 * The cluster port on a real API server, that of KUBECONFIG unless said, in a namespace that lasts as long as the test file.
 * Everything in it belongs to one ConfigMap, the owner.
 */
export function aContract(credentials: () => Promise<Credentials> = () => readCredentials()) {
  const namespace = `kube-contract-${randomBytes(4).toString('hex')}`;
  const server = connect({ credentials, clock: systemClock, userAgent: 'spacetime-contract-test' });
  const { connection, asked, justBefore } = observed(server);
  const shown = new Map<string, KubeObject>();
  let owner: Stored | undefined;

  const cluster = apiServer({
    connection,
    cached: ({ kind, metadata }) => shown.get(`${kind} ${metadata.name}`),
    writes: ownWrites(() => true),
    reporter: { controller: 'spacetime.dev/operator', instance: 'contract-test' },
    clock: systemClock,
    log: pino({ level: 'warn' }),
  });

  const { create, merge } = somebody(server, namespace);
  const find = <T extends KubeObject>(object: T): Promise<Stored<T> | undefined> =>
    cluster.read<T>(resourceOf(object) as Resource<T>, namespace, object.metadata.name);
  const ownerOf = (): Stored => {
    if (!owner) throw new Error('The owner is made before the first test');
    return owner;
  };
  const aConfigMap = (name: string, data: Record<string, string> = { a: '1', b: '2' }): ConfigMap => {
    const { apiVersion, kind, metadata } = ownerOf();
    const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, ownerReferences: [reference] },
      data,
    };
  };

  beforeAll(async () => {
    const metadata = { name: namespace };
    await create({ apiVersion: 'v1', kind: 'Namespace', metadata });
    owner = await create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner', namespace } });
  });
  afterAll(async () => {
    const path = objectPath(resources.namespaces, undefined, namespace);
    await server.request({ doing: 'clean up', method: 'DELETE', path });
    await server.close();
  });
  beforeEach(() => {
    asked.length = 0;
  });

  return {
    namespace,
    server,
    cluster,
    asked,
    justBefore,
    create,
    aConfigMap,
    owner: ownerOf,
    exists: async (object: KubeObject): Promise<boolean> => (await find(object)) !== undefined,
    /** Lets the cache show the object as it is now. */
    show: async <T extends KubeObject>(object: T): Promise<Stored<T>> => {
      const live = await find(object);
      if (!live) throw new Error(`There is no ${object.kind} ${object.metadata.name}`);
      shown.set(`${live.kind} ${live.metadata.name}`, live);
      return live;
    },
    merge,
  };
}

/** What others do in the namespace. */
function somebody(server: Connection, namespace: string) {
  return {
    create: <T extends KubeObject>(object: T): Promise<Stored<T>> =>
      server.request<Stored<T>>({
        doing: `create ${object.metadata.name}`,
        method: 'POST',
        path: collectionPath(resourceOf(object), namespace),
        body: object,
      }),
    merge: (object: KubeObject, change: object): Promise<unknown> =>
      server.request({
        doing: `change ${object.metadata.name}`,
        method: 'PATCH',
        path: objectPath(resourceOf(object), namespace, object.metadata.name),
        query: { fieldManager: 'somebody' },
        contentType: 'application/merge-patch+json',
        body: change,
      }),
  };
}

/** A connection that notes the methods asked for, and on which a test can have something happen just before one. */
function observed(server: Connection) {
  const asked: string[] = [];
  let interruption: { method: Call['method']; act: () => Promise<unknown> } | undefined;
  const connection: FencedConnection = {
    ...server,
    fence: openFence,
    request: async (call) => {
      asked.push(call.method);
      if (interruption?.method === call.method) {
        const { act } = interruption;
        interruption = undefined;
        await act();
      }
      return server.request(call);
    },
  };
  const justBefore = (method: Call['method'], act: () => Promise<unknown>): void => {
    interruption = { method, act };
  };
  return { connection, asked, justBefore };
}

/** Tries until it succeeds: what was made a moment ago may not be served everywhere yet. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(100)) {
    const done = await act().catch(() => undefined);
    if (done !== undefined) return done;
  }
  return act();
}
