import { jest } from '@jest/globals';
import { pino } from 'pino';
import { fakeClock } from '../../test/fakeClock.ts';
import { type Asked, scriptedApiServer } from '../../test/scriptedApiServer.ts';
import { apiServer } from './apiServer.ts';
import { connect } from './connection.ts';
import { openFence } from './fence.ts';
import { ownWrites } from './ownWrites.ts';
import { resources } from './resources.ts';
import type { KubeObject, Pod, Service, Stored } from './types.ts';
import { intentOf } from './write/intent.ts';

jest.setTimeout(20_000);

const releases: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

const owner = (uid = 'owner', name = 'demo') => [
  { apiVersion: 'spacetime.dev/v1', kind: 'SpaceTime', name, uid, controller: true },
];

const aService = (metadata: Partial<Service['metadata']> = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'demo', namespace: 'xr', ownerReferences: owner(), ...metadata },
  spec: { selector: { app: 'spacetime' } },
});

const live = (metadata: Partial<Service['metadata']> = {}): Stored<Service> => {
  const service = aService(metadata);
  const kept = {
    uid: 'uid-1',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:00:00Z',
    namespace: 'xr',
  };
  return { ...service, metadata: { ...kept, ...service.metadata, namespace: 'xr' } } as Stored<Service>;
};

/** The live object after it was applied. */
const applied = (): Stored<Service> => live(intentOf(aService()).metadata);

const aSpaceTime = (more = {}): KubeObject => ({
  apiVersion: 'spacetime.dev/v1',
  kind: 'SpaceTime',
  metadata: { name: 'demo', namespace: 'xr', uid: 'owner', resourceVersion: '40' },
  ...more,
});

async function aCluster(cached: KubeObject[] = []) {
  const server = await scriptedApiServer();
  const clock = fakeClock();
  const connection = connect({ credentials: async () => server.credentials, clock, userAgent: 'test' });
  releases.push(server.close, connection.close);
  const logged: unknown[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const writes = ownWrites(() => false);
  const cluster = apiServer({
    connection: connection.fencedBy(openFence),
    cached: ({ kind, metadata }) =>
      cached.find((one) => one.kind === kind && one.metadata.name === metadata.name),
    writes,
    reporter: { controller: 'spacetime.dev/operator', instance: 'operator-1' },
    clock,
    log,
  });
  const path = '/api/v1/namespaces/xr/services/demo';
  /** Takes the next request, which must be this one, and answers it. */
  const answers = async (request: string, body: object | undefined): Promise<Asked> => {
    const asked = await server.next();
    expect(`${asked.method} ${asked.path}`).toBe(request);
    if (body) asked.answer(200, body);
    else asked.refuse(404);
    return asked;
  };
  return { server, cluster, writes, logged, path, answers };
}

describe('apply', () => {
  it('of a new child looks whether the name is free, then applies with force and remembers the version', async () => {
    const { cluster, writes, path, answers } = await aCluster();
    const applying = cluster.apply(aService());
    await answers(`GET ${path}`, undefined);
    const patch = await answers(`PATCH ${path}`, live());
    expect(patch.query).toEqual({ fieldManager: 'spacetime-operator', force: 'true' });
    expect(patch.headers['content-type']).toBe('application/apply-patch+yaml');
    expect(patch.body).toEqual(intentOf(aService()));
    expect(await applying).toEqual(live());
    expect(writes.unseen('owner')).toEqual(['Service xr/demo']);
  });

  it('writes nothing when the cached object already says it all', async () => {
    const cached = { ...applied(), status: { loadBalancer: {} } };
    const { server, cluster } = await aCluster([cached]);
    expect(await cluster.apply(aService())).toBe(cached);
    expect(server.waiting()).toEqual([]);
  });

  it.each<[string, KubeObject]>([
    ['another value', { ...applied(), spec: { selector: { app: 'other' } } } as KubeObject],
    ['the hash of an earlier wish', live()],
  ])('applies to the version that is cached when that has %s', async (_, cached) => {
    const { cluster, path, answers } = await aCluster([cached]);
    const applying = cluster.apply(aService());
    const { body } = await answers(`PATCH ${path}`, live());
    expect(body).toMatchObject({
      metadata: { resourceVersion: '7' },
      spec: { selector: { app: 'spacetime' } },
    });
    await applying;
  });

  it('is a conflict when the object is not any more as the cache shows it', async () => {
    const { server, cluster } = await aCluster([live()]);
    const applying = cluster.apply(aService());
    await Promise.all([
      server.next().then((asked) => asked.refuse(409, 'the object has been modified')),
      expect(applying).rejects.toMatchObject({ name: 'Conflict' }),
    ]);
  });

  it('of a kind that is not cached writes nothing when the live object already says it all', async () => {
    const { server, cluster, path, answers } = await aCluster();
    const applying = cluster.apply(aService());
    await answers(`GET ${path}`, applied());
    expect(await applying).toEqual(applied());
    expect(server.waiting()).toEqual([]);
  });

  it('is not repeated for what the server only spells in another way', async () => {
    const wish = { ...aService(), spec: { ...aService().spec, limits: { cpu: '1000m' } } } as Service;
    const stored = {
      ...live(intentOf(wish).metadata),
      spec: { ...aService().spec, limits: { cpu: '1' } },
    } as Stored<Service>;
    const cached: KubeObject[] = [stored];
    const { server, cluster, path, answers } = await aCluster(cached);
    const applying = cluster.apply(wish);
    await answers(`PATCH ${path}`, stored);
    await applying;
    await cluster.apply(wish);
    expect(server.waiting()).toEqual([]);

    cached[0] = { ...stored, spec: { ...stored.spec, limits: { cpu: '2' } } } as KubeObject;
    const repaired = cluster.apply(wish);
    await answers(`PATCH ${path}`, stored);
    await repaired;
  });

  it.each<[string, object, string]>([
    ['somebody else made', { ownerReferences: [] }, 'NameTaken'],
    ['another object owns', { ownerReferences: owner('other', 'other') }, 'NameTaken'],
    ['is on its way out', { ownerReferences: [], deletionTimestamp: '2026-01-01T00:00:00Z' }, 'Conflict'],
    ['an earlier SpaceTime of the same name left behind', { ownerReferences: owner('earlier') }, 'Conflict'],
  ])('does not touch an object that %s', async (_, metadata, error) => {
    const { server, cluster, path, answers } = await aCluster();
    const applying = cluster.apply(aService());
    await Promise.all([
      answers(`GET ${path}`, live(metadata)),
      expect(applying).rejects.toMatchObject({ name: error }),
    ]);
    expect(server.waiting()).toEqual([]);
  });

  it('repairs an object of ours that has lost its owner', async () => {
    const { cluster, path, answers } = await aCluster([live({ ownerReferences: [] })]);
    const applying = cluster.apply(aService());
    const managedFields = [{ manager: 'spacetime-operator', operation: 'Apply' }];
    await answers(`GET ${path}`, live({ ownerReferences: [], managedFields }));
    await answers(`PATCH ${path}`, live());
    await applying;
  });
});

describe('R9: remove', () => {
  it('looks first, then deletes exactly what it saw', async () => {
    const { cluster, path, answers } = await aCluster();
    const removed = cluster.remove(aService(), 'owner');
    await answers(`GET ${path}`, live());
    expect((await answers(`DELETE ${path}`, live())).body).toMatchObject({
      preconditions: { uid: 'uid-1', resourceVersion: '7' },
      propagationPolicy: 'Background',
    });
    await removed;
  });

  it.each<[string, object | undefined]>([
    ['gone', undefined],
    ['on its way out', live({ deletionTimestamp: '2026-01-01T00:00:00Z' })],
    ['owned by somebody else', live({ ownerReferences: owner('other') })],
    ['owned by nobody', live({ ownerReferences: [] })],
  ])('leaves alone what is %s', async (_, found) => {
    const { server, cluster, path, answers } = await aCluster();
    const removed = cluster.remove(aService(), 'owner');
    await answers(`GET ${path}`, found);
    await removed;
    expect(server.waiting()).toEqual([]);
  });

  it('is a conflict when the object was made anew since it was seen', async () => {
    const { server, cluster, path, answers } = await aCluster();
    const removed = cluster.remove(live({ uid: 'uid-0' }), 'owner');
    await Promise.all([
      answers(`GET ${path}`, live()),
      expect(removed).rejects.toMatchObject({ name: 'Conflict' }),
    ]);
    expect(server.waiting()).toEqual([]);
  });

  it('is a conflict when the object changes between the look and the delete', async () => {
    const { server, cluster, path, answers } = await aCluster();
    const removed = cluster.remove(aService(), 'owner');
    await answers(`GET ${path}`, live());
    await Promise.all([
      server.next().then((asked) => asked.refuse(409, 'the object has been modified')),
      expect(removed).rejects.toMatchObject({ name: 'Conflict' }),
    ]);
  });
});

it('prune removes what is ours and not wanted, and nothing else', async () => {
  const { server, cluster, answers } = await aCluster();
  const existing = [
    live({ name: 'wanted' }),
    live({ name: 'unwanted' }),
    live({ name: 'leaving', deletionTimestamp: '2026-01-01T00:00:00Z' }),
    live({ name: 'other', ownerReferences: owner('other') }),
  ];
  const pruned = cluster.prune('owner', existing, [aService({ name: 'wanted' })]);
  await answers('GET /api/v1/namespaces/xr/services/unwanted', live({ name: 'unwanted' }));
  await answers('DELETE /api/v1/namespaces/xr/services/unwanted', {});
  await pruned;
  expect(server.waiting()).toEqual([]);
});

describe('recordStatus', () => {
  const path = '/apis/spacetime.dev/v1/namespaces/xr/spacetimes/demo/status';

  it('replaces the whole status of this version and answers the new one', async () => {
    const { cluster, writes, answers } = await aCluster();
    const recorded = cluster.recordStatus(aSpaceTime(), { phase: 'Stable', gone: undefined });
    const patch = await answers(`PATCH ${path}`, live({ ...aSpaceTime().metadata, resourceVersion: '41' }));
    expect(patch.body).toEqual([
      { op: 'replace', path: '/metadata/resourceVersion', value: '40' },
      { op: 'add', path: '/status', value: { phase: 'Stable' } },
    ]);
    expect(await recorded).toBe('41');
    expect(writes.unseen('owner')).toHaveLength(1);
  });

  it('writes nothing when the status is that already', async () => {
    const { server, cluster } = await aCluster();
    const object = aSpaceTime({ status: { b: 1, a: [{ x: 1 }] } });
    expect(await cluster.recordStatus(object, { a: [{ x: 1 }], b: 1, c: undefined })).toBe('40');
    expect(server.waiting()).toEqual([]);
  });

  it('is a conflict when the object has changed', async () => {
    const { server, cluster } = await aCluster();
    const recorded = cluster.recordStatus(aSpaceTime(), { phase: 'Stable' });
    await Promise.all([
      server.next().then((asked) => asked.refuse(409)),
      expect(recorded).rejects.toMatchObject({ name: 'Conflict' }),
    ]);
  });
});

describe('a finalizer', () => {
  const path = '/apis/spacetime.dev/v1/namespaces/xr/spacetimes/demo';
  const having = (...finalizers: string[]) => ({
    ...aSpaceTime(),
    metadata: { ...aSpaceTime().metadata, finalizers },
  });

  it('is added to those that are there, in this version only', async () => {
    const { cluster, answers } = await aCluster();
    const added = cluster.addFinalizer(having('theirs'), 'ours');
    expect((await answers(`PATCH ${path}`, having('theirs', 'ours'))).body).toEqual([
      { op: 'replace', path: '/metadata/resourceVersion', value: '40' },
      { op: 'add', path: '/metadata/finalizers', value: ['theirs', 'ours'] },
    ]);
    expect(await added).toBe('40');
  });

  it('that is there already is not added', async () => {
    const { server, cluster } = await aCluster();
    await cluster.addFinalizer(having('ours'), 'ours');
    expect(server.waiting()).toEqual([]);
  });

  it('is removed from its place in the live object, and the server checks that it is still there', async () => {
    const { cluster, answers } = await aCluster();
    const removed = cluster.removeFinalizer(having('ours'), 'ours');
    await answers(`GET ${path}`, having('theirs', 'ours'));
    expect((await answers(`PATCH ${path}`, having('theirs'))).body).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'owner' },
      { op: 'test', path: '/metadata/finalizers/1', value: 'ours' },
      { op: 'remove', path: '/metadata/finalizers/1' },
    ]);
    await removed;
  });

  it.each<[string, KubeObject | undefined]>([
    ['the object is gone', undefined],
    ['the finalizer is gone', having('theirs')],
    ['the object was made anew', { ...having('ours'), metadata: { ...having('ours').metadata, uid: 'new' } }],
  ])('needs no removal when %s', async (_, found) => {
    const { server, cluster, answers } = await aCluster();
    const removed = cluster.removeFinalizer(having('ours'), 'ours');
    await answers(`GET ${path}`, found);
    await removed;
    expect(server.waiting()).toEqual([]);
  });
});

describe('an announcement', () => {
  const announcement = { type: 'Warning', reason: 'RolledBack', message: 'Revision abc is held.' } as const;
  const path = '/apis/events.k8s.io/v1/namespaces/xr/events';

  it('is an Event about the object', async () => {
    const { cluster, answers } = await aCluster();
    const emitted = cluster.emit(aSpaceTime(), announcement);
    expect((await answers(`POST ${path}`, {})).body).toEqual({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: expect.stringMatching(/^demo\.[0-9a-f]{16}$/), namespace: 'xr' },
      eventTime: '2026-01-01T00:00:01.000000Z',
      type: 'Warning',
      reason: 'RolledBack',
      action: 'RolledBack',
      note: 'Revision abc is held.',
      regarding: {
        apiVersion: 'spacetime.dev/v1',
        kind: 'SpaceTime',
        namespace: 'xr',
        name: 'demo',
        uid: 'owner',
      },
      reportingController: 'spacetime.dev/operator',
      reportingInstance: 'operator-1',
    });
    await emitted;
  });

  it('longer than an Event may be is cut, not refused', async () => {
    const { server, cluster } = await aCluster();
    const emitted = cluster.emit(aSpaceTime(), { ...announcement, message: 'é'.repeat(1000) });
    const asked = await server.next();
    const { note } = asked.body as { note: string };
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
    expect(note).toMatch(/^é{510}…$/);
    asked.answer(201, {});
    await emitted;
  });

  it.each<[string, number, number]>([
    ['that was made already is made', 409, 0],
    ['that cannot be made is logged, and never thrown', 403, 1],
  ])('%s', async (_, code, lines) => {
    const { server, cluster, logged } = await aCluster();
    const emitted = cluster.emit(aSpaceTime(), announcement);
    (await server.next()).refuse(code);
    await emitted;
    expect(logged).toHaveLength(lines);
  });
});

describe('deletePod', () => {
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'demo-1', namespace: 'xr', uid: 'uid-p' },
  };

  it.each([200, 404, 409])('deletes this very pod; answered %i, it is gone', async (code) => {
    const { server, cluster } = await aCluster();
    const deleted = cluster.deletePod(pod);
    const asked = await server.next();
    expect(asked).toMatchObject({
      method: 'DELETE',
      path: '/api/v1/namespaces/xr/pods/demo-1',
      body: { preconditions: { uid: 'uid-p' } },
    });
    if (code === 200) asked.answer(200, pod);
    else asked.refuse(code);
    await deleted;
  });

  it('rejects with what else the server says', async () => {
    const { server, cluster } = await aCluster();
    const deleted = cluster.deletePod(pod);
    await Promise.all([
      server.next().then((asked) => asked.refuse(429, 'cannot disrupt', { 'retry-after': '10' })),
      expect(deleted).rejects.toMatchObject({ name: 'Throttled', retryAfterSeconds: 10 }),
    ]);
  });
});

it('read answers the live object, or undefined when there is none', async () => {
  const { cluster, path, answers } = await aCluster();
  const found = cluster.read(resources.services, 'xr', 'demo');
  await answers(`GET ${path}`, live());
  expect((await found)?.spec?.selector).toEqual({ app: 'spacetime' });
  const missing = cluster.read(resources.services, 'xr', 'demo');
  await answers(`GET ${path}`, undefined);
  expect(await missing).toBeUndefined();
});
