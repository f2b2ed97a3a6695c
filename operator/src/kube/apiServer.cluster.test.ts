import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { pino } from 'pino';
import { eventually } from '../../test/eventually.ts';
import { customResourceDefinition } from '../api/crd.ts';
import { systemClock } from '../clock.ts';
import { apiServer } from './apiServer.ts';
import { type Call, connect, type FencedConnection } from './connection.ts';
import { openFence } from './fence.ts';
import { ownWrites } from './ownWrites.ts';
import { collectionPath, objectPath, type Resource, resourceOf, resources } from './resources.ts';
import type { ConfigMap, Deployment, KubeObject, Pod, Service, Stored } from './types.ts';
import { readCredentials } from './wire/credentials.ts';

jest.setTimeout(120_000);

const namespace = `kube-contract-${randomBytes(4).toString('hex')}`;
const server = connect({
  credentials: () => readCredentials(),
  clock: systemClock,
  userAgent: 'spacetime-contract-test',
});

/** What was asked of the server, as "PATCH Service". */
const asked: string[] = [];
/** Runs once, just before the next request with this method. */
let before: { method: Call['method']; act: () => Promise<unknown> } | undefined;
const watched: FencedConnection = {
  ...server,
  fence: openFence,
  request: async (call) => {
    asked.push(call.method);
    if (before?.method === call.method) {
      const { act } = before;
      before = undefined;
      await act();
    }
    return server.request(call);
  },
};

const shown = new Map<string, KubeObject>();
const cluster = apiServer({
  connection: watched,
  cached: ({ kind, metadata }) => shown.get(`${kind} ${metadata.name}`),
  writes: ownWrites(() => true),
  reporter: { controller: 'spacetime.dev/operator', instance: 'contract-test' },
  clock: systemClock,
  log: pino({ level: 'warn' }),
});

/** Lets the cache show the object as it is now. */
const show = async <T extends KubeObject>(object: T): Promise<Stored<T>> => {
  const live = await cluster.read<T>(resourceOf(object) as Resource<T>, namespace, object.metadata.name);
  if (!live) throw new Error(`There is no ${object.kind} ${object.metadata.name}`);
  shown.set(`${live.kind} ${live.metadata.name}`, live);
  return live;
};

/** What somebody else does to an object. */
const merge = (object: KubeObject, change: object) =>
  server.request({
    doing: 'change',
    method: 'PATCH',
    path: objectPath(resourceOf(object), namespace, object.metadata.name),
    query: { fieldManager: 'somebody' },
    contentType: 'application/merge-patch+json',
    body: change,
  });

const create = <T extends KubeObject>(object: T): Promise<Stored<T>> =>
  server.request<Stored<T>>({
    doing: 'create',
    method: 'POST',
    path: collectionPath(resourceOf(object), object.kind === 'Namespace' ? undefined : namespace),
    body: object,
  });

/** Tries until it succeeds: what was made a moment ago may not be served everywhere yet. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(100)) {
    const done = await act().catch(() => undefined);
    if (done !== undefined) return done;
  }
  return act();
}

const exists = async (object: KubeObject): Promise<boolean> =>
  (await cluster.read(resourceOf(object), namespace, object.metadata.name)) !== undefined;

let owner: Stored;
const ownerReferences = () => [
  {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
  },
];
const aConfigMap = (name: string, data: Record<string, string> = { a: '1', b: '2' }): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ownerReferences: ownerReferences() },
  data,
});
const aSpaceTime = (name: string): KubeObject & { spec: object } => ({
  apiVersion: 'spacetime.dev/v1',
  kind: 'SpaceTime',
  metadata: { name, namespace },
  spec: { image: 'spacetime:v1.0.0', paused: true },
});

beforeAll(async () => {
  const definition = customResourceDefinition();
  await server.request({
    doing: 'install',
    method: 'PATCH',
    path: objectPath(resources.customResourceDefinitions, undefined, definition.metadata.name),
    query: { fieldManager: 'spacetime-contract-test', force: 'true' },
    contentType: 'application/apply-patch+yaml',
    body: definition,
  });
  await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  owner = await patiently(() => create(aSpaceTime('owner')));
});
afterAll(async () => {
  await server.request({
    doing: 'clean up',
    method: 'DELETE',
    path: objectPath(resources.namespaces, undefined, namespace),
  });
  await server.close();
});
beforeEach(() => {
  asked.length = 0;
});

describe('apply', () => {
  const service = (): Service => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'demo', namespace, labels: { app: 'spacetime' }, ownerReferences: ownerReferences() },
    spec: { selector: { app: 'spacetime' }, ports: [{ name: 'api', port: 8080, targetPort: 'api' }] },
  });
  const deployment = (): Deployment => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'demo', namespace, ownerReferences: ownerReferences() },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'spacetime' } },
      template: {
        metadata: { labels: { app: 'spacetime' } },
        spec: {
          automountServiceAccountToken: false,
          containers: [
            {
              name: 'runtime',
              image: 'spacetime:v1.0.0',
              env: [{ name: 'EMPTY', value: '' }],
              ports: [{ name: 'api', containerPort: 8080 }],
              resources: { limits: { cpu: '1000m', memory: '1024Mi' } },
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        },
      },
    },
  });

  it.each<[string, () => KubeObject]>([
    ['Service', service],
    ['Deployment', deployment],
  ])('of a %s that is as it should be asks the server nothing', async (_, wish) => {
    await cluster.apply(wish());
    await show(wish());
    asked.length = 0;
    await cluster.apply(wish());
    expect(asked).toEqual([]);
  });

  it('makes a field what it should be again, and leaves the fields of others alone', async () => {
    await cluster.apply(service());
    await merge(service(), { metadata: { labels: { app: 'wrong', theirs: 'yes' } } });
    await show(service());
    const repaired = await cluster.apply(service());
    expect(repaired.metadata.labels).toEqual({ app: 'spacetime', theirs: 'yes' });
  });

  it('is a conflict on an object that is not any more as it was seen, and then changes nothing', async () => {
    await cluster.apply(aConfigMap('changed'));
    await show(aConfigMap('changed'));
    await merge(aConfigMap('changed'), { data: { a: 'newer' } });
    const late = cluster.apply(aConfigMap('changed', { a: 'late' }));
    await expect(late).rejects.toMatchObject({ name: 'Conflict' });
    expect((await show(aConfigMap('changed'))).data).toMatchObject({ a: 'newer' });
  });

  it('takes away what is not wanted any more', async () => {
    await cluster.apply(aConfigMap('shrinks'));
    await show(aConfigMap('shrinks'));
    const stored = await cluster.apply(aConfigMap('shrinks', { a: '1' }));
    expect(stored.data).toEqual({ a: '1' });
  });

  it('does not take over what somebody else made', async () => {
    await create({ ...aConfigMap('theirs', { mine: 'yes' }), metadata: { name: 'theirs', namespace } });
    await expect(cluster.apply(aConfigMap('theirs'))).rejects.toMatchObject({ name: 'NameTaken' });
    expect((await show(aConfigMap('theirs'))).data).toEqual({ mine: 'yes' });
  });

  it('puts back an owner reference that somebody took away', async () => {
    await cluster.apply(aConfigMap('orphan'));
    await merge(aConfigMap('orphan'), { metadata: { ownerReferences: null } });
    await show(aConfigMap('orphan'));
    const repaired = await cluster.apply(aConfigMap('orphan'));
    expect(repaired.metadata.ownerReferences).toMatchObject(ownerReferences());
  });

  it('is refused with the field that is wrong', async () => {
    const wrong = { ...service(), spec: { ports: [{ port: 99_999 }] } };
    await expect(
      cluster.apply({ ...wrong, metadata: { ...wrong.metadata, name: 'wrong' } }),
    ).rejects.toMatchObject({
      name: 'Invalid',
      message: expect.stringContaining('spec.ports[0].port'),
    });
  });
});

describe('R9: a delete', () => {
  it('is not done when the object changes between the look and the delete', async () => {
    await cluster.apply(aConfigMap('busy'));
    before = { method: 'DELETE', act: () => merge(aConfigMap('busy'), { data: { c: '3' } }) };
    await expect(cluster.remove(aConfigMap('busy'), owner.metadata.uid)).rejects.toMatchObject({
      name: 'Conflict',
    });
    expect(await exists(aConfigMap('busy'))).toBe(true);
    await cluster.remove(aConfigMap('busy'), owner.metadata.uid);
    expect(await exists(aConfigMap('busy'))).toBe(false);
  });

  it('is not done to an object that was made anew', async () => {
    const first = await cluster.apply(aConfigMap('anew'));
    await cluster.remove(first, owner.metadata.uid);
    await cluster.apply(aConfigMap('anew'));
    await expect(cluster.remove(first, owner.metadata.uid)).rejects.toMatchObject({ name: 'Conflict' });
    expect(await exists(first)).toBe(true);
  });

  it('by prune takes what is ours and unwanted, and nothing else', async () => {
    const theirs = await create({ ...aConfigMap('not-ours'), metadata: { name: 'not-ours', namespace } });
    const existing = [theirs];
    for (const name of ['kept', 'pruned']) existing.push(await cluster.apply(aConfigMap(name)));
    await cluster.prune(owner.metadata.uid, existing, [aConfigMap('kept')]);
    const left = [];
    for (const one of existing) if (await exists(one)) left.push(one.metadata.name);
    expect(left).toEqual(['not-ours', 'kept']);
  });

  it('of a pod is done to this very pod', async () => {
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'demo-1', namespace },
      spec: {
        containers: [{ name: 'runtime', image: 'spacetime:v1.0.0' }],
        nodeSelector: { 'spacetime.dev/none': 'such' },
        automountServiceAccountToken: false,
      },
    };
    // A namespace gets its service account a moment after it was made.
    const made = await patiently(() => create(pod));
    await cluster.deletePod({ ...made, metadata: { ...made.metadata, uid: owner.metadata.uid } });
    expect(await exists(pod)).toBe(true);
    await cluster.deletePod(made);
    await eventually(() => exists(pod), false, 30);
    await cluster.deletePod(made);
  });
});

describe('a status', () => {
  it('is recorded on the version that was read, and on no other', async () => {
    const seen = await create(aSpaceTime('status'));
    const version = await cluster.recordStatus(seen, { observedGeneration: 1 });
    expect(Number(version)).toBeGreaterThan(Number(seen.metadata.resourceVersion));
    await expect(cluster.recordStatus(seen, { observedGeneration: 2 })).rejects.toMatchObject({
      name: 'Conflict',
    });
    const live = await show(aSpaceTime('status'));
    expect(live).toMatchObject({ metadata: { resourceVersion: version }, status: { observedGeneration: 1 } });
    expect(await cluster.recordStatus(live, { observedGeneration: 1 })).toBe(version);
  });

  it('is replaced as a whole', async () => {
    const seen = await create(aSpaceTime('replaced'));
    await cluster.recordStatus(seen, { observedGeneration: 1, replicas: 3 });
    await cluster.recordStatus(await show(seen), { observedGeneration: 2 });
    expect((await show(seen)) as { status?: unknown }).not.toHaveProperty('status.replicas', 3);
  });

  it('is not recorded on an object of the same name that was made anew', async () => {
    const seen = await create(aSpaceTime('again'));
    await server.request({
      doing: 'delete',
      method: 'DELETE',
      path: objectPath(resources.spaceTimes, namespace, 'again'),
    });
    await create(aSpaceTime('again'));
    await expect(cluster.recordStatus(seen, { observedGeneration: 1 })).rejects.toMatchObject({
      name: 'Conflict',
    });
  });
});

describe('a finalizer', () => {
  it('is added and removed beside those of others', async () => {
    const seen = await create(aSpaceTime('final'));
    await cluster.addFinalizer(seen, 'spacetime.dev/theirs');
    const first = await show(seen);
    await cluster.addFinalizer(first, 'spacetime.dev/finalizer');
    await expect(cluster.addFinalizer(first, 'spacetime.dev/late')).rejects.toMatchObject({
      name: 'Conflict',
    });
    const finalizers = async () => (await show(seen)).metadata.finalizers;
    expect(await finalizers()).toEqual(['spacetime.dev/theirs', 'spacetime.dev/finalizer']);

    const takeTheirs = () => merge(seen, { metadata: { finalizers: ['spacetime.dev/finalizer'] } });
    before = { method: 'PATCH', act: takeTheirs };
    await expect(cluster.removeFinalizer(seen, 'spacetime.dev/finalizer')).rejects.toMatchObject({
      name: 'Invalid',
    });
    expect(await finalizers()).toEqual(['spacetime.dev/finalizer']);
    await cluster.removeFinalizer(seen, 'spacetime.dev/finalizer');
    expect(await finalizers()).toBeUndefined();
    await cluster.removeFinalizer(seen, 'spacetime.dev/finalizer');
  });
});

it('an announcement can be read as an Event, and is one however often it is said', async () => {
  const announcement = { type: 'Warning', reason: 'RolledBack', message: 'Revision abc is held.' } as const;
  await cluster.emit(owner, announcement);
  await cluster.emit(owner, announcement);
  const { items } = await server.request<{ items: object[] }>({
    doing: 'list events',
    method: 'GET',
    path: collectionPath(resources.events, namespace),
    query: { fieldSelector: 'reason=RolledBack' },
  });
  expect(items.length).toBeGreaterThanOrEqual(1);
  expect(items[0]).toMatchObject({
    note: 'Revision abc is held.',
    regarding: { kind: 'SpaceTime', name: 'owner' },
  });
});
