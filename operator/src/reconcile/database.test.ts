import { aStableWorld, condition, effectsOf } from '../../test/aStableWorld.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { nameOf } from '../../test/memoryStore.ts';
import type { ControllerRevision, PersistentVolumeClaim, Pod, Secret, StatefulSet } from '../kube/types.ts';

const v1 = { image: 'spacetime:v1' };
const databaseReady = (world: AWorld) => condition(world, 'DatabaseReady');
const secretOf = (world: AWorld, name = 'plaza-db') => world.store.find<Secret>('Secret', name);
const podOf = (world: AWorld) => world.store.find<Pod>('Pod', 'plaza-db-0');
const imageOf = (world: AWorld) =>
  world.store.find<StatefulSet>('StatefulSet', 'plaza-db')?.spec?.template.spec?.containers[0]?.image;
const told = (world: AWorld) => world.cluster.told.map((text) => text.split(':')[0]);

function aSecret(name: string, data: Readonly<Record<string, string>>): Secret {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: encoded };
}

describe('a world without a word about its database', () => {
  it('gets one, and no pod before that takes connections', async () => {
    const world = aWorld();
    world.asks(v1);
    while (databaseReady(world)?.status !== 'True') {
      await world.turn();
      expect(world.store.all().filter(({ kind }) => kind === 'Deployment')).toEqual(
        world.status().phase === 'Preparing' ? expect.anything() : [],
      );
    }
    expect(world.status().database).toEqual({ mode: 'Managed', image: 'postgres:18', storageSize: '10Gi' });
    await world.settle();
    expect(world.status().phase).toBe('Stable');
  });

  it('gives its pods a copy of the URL that is never changed', async () => {
    const world = await aStableWorld();
    const { stableRevision } = world.status();
    const copy = secretOf(world, `plaza-${stableRevision}`);
    expect(copy).toMatchObject({
      immutable: true,
      data: { 'database.DATABASE_URL': secretOf(world)?.data?.['DATABASE_URL'] },
    });
    expect(atob(copy?.data?.['database.DATABASE_URL'] ?? '')).toMatch(
      /^postgresql:\/\/spacetime:[-_A-Za-z0-9]{43}@plaza-db\.worlds\.svc:5432\/spacetime$/,
    );
  });

  it('keeps its credentials, whatever random values there are later', async () => {
    const world = await aStableWorld();
    const before = secretOf(world);
    world.asks({ image: 'spacetime:v2' });
    await world.settle();
    expect(secretOf(world)).toEqual(before);
  });
});

describe('a database pod that is deleted', () => {
  it('comes back, and users keep the pods that they have', async () => {
    const world = await aStableWorld();
    const serving = world.serving().map(({ metadata }) => metadata.uid);
    world.store.remove('Pod', 'plaza-db-0');
    await world.turn();
    expect(databaseReady(world)).toMatchObject({ status: 'Unknown', reason: 'Starting' });
    await world.settle();
    expect(databaseReady(world)).toMatchObject({ status: 'True', reason: 'Ready' });
    expect(world.serving().map(({ metadata }) => metadata.uid)).toEqual(serving);
    expect(told(world)).toEqual(['Warning DatabaseUnavailable', 'Normal DatabaseRecovered']);
  });

  it('holds a release back, and is no evidence against it', async () => {
    const world = await aStableWorld();
    const { stableRevision } = world.status();
    world.store.remove('StatefulSet', 'plaza-db');
    world.store.remove('Pod', 'plaza-db-0');
    world.asks({ image: 'spacetime:v2' });
    await world.turn();
    expect(world.status()).toMatchObject({ phase: 'Stable', stableRevision });
    await world.settle();
    expect(world.status().stableRevision).toBe(world.status().desiredRevision);
  });
});

describe('other settings of the database', () => {
  const spec = { ...v1, database: { managed: { image: 'postgres:18.9' } } };

  it('restart it and nothing else, and make no release', async () => {
    const world = await aStableWorld();
    const before = podOf(world)?.metadata.uid;
    const { revisions } = world.status();
    world.asks(spec);
    const effects = await effectsOf(world, world.settle);
    expect(effects.filter((effect) => !effect.startsWith('record'))).toEqual([
      'apply PersistentVolumeClaim plaza-db',
      'apply StatefulSet plaza-db',
      'delete Pod',
    ]);
    expect(podOf(world)?.metadata.uid).not.toBe(before);
    expect(world.status().revisions).toHaveLength(revisions.length);
    expect(world.status().database?.image).toBe('postgres:18.9');
    expect(told(world)).toEqual(['Normal DatabaseMaintenance']);
  });

  it('stay when the spec does not name an image any more', async () => {
    const world = await aStableWorld();
    world.asks(spec);
    await world.settle();
    world.asks(v1);
    await world.settle();
    expect(imageOf(world)).toBe('postgres:18.9');
  });
});

describe('an operator with another image', () => {
  it('leaves the databases that there are as they are', async () => {
    const world = await aStableWorld();
    world.upgrades({ databaseImage: 'postgres:19' });
    expect(await effectsOf(world, world.settle)).toEqual([]);
    expect(imageOf(world)).toBe('postgres:18');
  });

  it('writes its own template and leaves the pod to run', async () => {
    const world = await aStableWorld();
    const set = world.store.find<StatefulSet>('StatefulSet', 'plaza-db');
    if (!set?.spec) throw new Error('There is a StatefulSet.');
    world.store.put({ ...set, spec: { ...set.spec, revisionHistoryLimit: 10 } });
    expect(await effectsOf(world, world.settle)).toEqual(['apply StatefulSet plaza-db']);
  });

  it('goes on with the image of data that was retained', async () => {
    const world = await aStableWorld();
    world.deletes();
    await world.settle();
    world.upgrades({ databaseImage: 'postgres:19' });
    world.asks(v1);
    await world.settle();
    expect(imageOf(world)).toBe('postgres:18');
  });
});

describe('an operator that is the first to know of databases', () => {
  it('adds one and restarts no pod', async () => {
    const world = await aStableWorld();
    withoutDatabase(world);
    const serving = world.serving().map(({ metadata }) => metadata.uid);
    const { stableRevision } = world.status();
    await world.settle();
    expect(world.serving().map(({ metadata }) => metadata.uid)).toEqual(serving);
    expect(world.status()).toMatchObject({ phase: 'Stable', stableRevision });
    expect(condition(world, 'Applied')).toMatchObject({ status: 'True' });
    expect(databaseReady(world)).toMatchObject({ status: 'True' });
  });
});

/** What an operator that knew of no databases had left. */
function withoutDatabase(world: AWorld): void {
  const revision = `plaza-${world.status().stableRevision}`;
  for (const kind of ['StatefulSet', 'Service', 'Secret', 'PersistentVolumeClaim'])
    world.store.remove(kind, 'plaza-db');
  const record = world.store.find<ControllerRevision>('ControllerRevision', revision);
  const copy = secretOf(world, revision);
  if (!record || !copy) throw new Error('A stable world has a record and a copy of its Secrets.');
  const data = record.data as { template: { spec: { volumes: { name: string }[] } } };
  const volumes = data.template.spec.volumes.filter(({ name }) => name !== 'mount-database');
  const template = { ...data.template, spec: { ...data.template.spec, volumes } };
  world.store.drop(record);
  world.store.put({ ...record, data: { ...data, template } } as ControllerRevision);
  world.store.drop(copy);
  world.store.put({ ...copy, data: {} });
  const deployment = world.store.find('Deployment', revision);
  if (deployment)
    world.store.put({ ...deployment, spec: { ...specOf(deployment), template } } as typeof deployment);
  for (const pod of world.serving())
    world.store.put({
      ...pod,
      metadata: {
        ...pod.metadata,
        annotations: { ...pod.metadata.annotations, template: JSON.stringify(template) },
      },
    });
}

const specOf = (object: object): object => ('spec' in object ? (object.spec as object) : {});

describe('a SpaceTime that goes', () => {
  it('leaves volume and credentials, says so, and is found again by the next of its name', async () => {
    const world = await aStableWorld();
    const before = secretOf(world);
    world.deletes();
    await world.settle();
    expect(world.store.all().map(nameOf)).toEqual(['Secret plaza-db', 'PersistentVolumeClaim plaza-db']);
    expect(told(world)).toEqual(['Normal DataRetained']);
    world.asks(v1);
    await world.settle();
    expect(secretOf(world)).toMatchObject({ data: before?.data });
    expect(world.status().phase).toBe('Stable');
  });

  it('leaves nothing where deletionPolicy is Delete', async () => {
    const world = await aStableWorld();
    world.asks({ ...v1, database: { managed: { deletionPolicy: 'Delete' } } });
    await world.settle();
    world.deletes();
    await world.settle();
    expect(world.store.all()).toEqual([]);
  });

  it('leaves what is there when Delete was taken back', async () => {
    const world = await aStableWorld();
    world.asks({ ...v1, database: { managed: { deletionPolicy: 'Delete' } } });
    await world.settle();
    world.asks(v1);
    await world.settle();
    world.deletes();
    await world.settle();
    expect(world.store.all().map(nameOf)).toEqual(['Secret plaza-db', 'PersistentVolumeClaim plaza-db']);
  });

  it('whose volume has grown is followed by one of that size', async () => {
    const world = await aStableWorld();
    world.asks({ ...v1, database: { managed: { storage: { size: '20Gi' } } } });
    await world.settle();
    world.deletes();
    await world.settle();
    world.asks(v1);
    await world.settle();
    const claim = world.store.find<PersistentVolumeClaim>('PersistentVolumeClaim', 'plaza-db');
    expect(claim?.spec?.resources?.requests).toEqual({ storage: '20Gi' });
    expect(world.status().database?.storageSize).toBe('20Gi');
  });
});

describe('what has the name of the database and is not ours', () => {
  it.each([
    aSecret('plaza-db', { DATABASE_URL: 'postgresql://theirs' }),
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'plaza-db' } },
  ])('is told and never taken over: $kind', async (theirs) => {
    const world = aWorld();
    world.store.put(theirs);
    const before = world.store.find(theirs.kind, 'plaza-db');
    world.asks(v1);
    await world.settle();
    expect(world.store.find(theirs.kind, 'plaza-db')).toEqual(before);
    expect(condition(world, 'ConfigurationValid')).toMatchObject({
      status: 'False',
      reason: 'NameTaken',
      message: `${theirs.kind} plaza-db: it exists and is not the operator's; remove it, or name the world otherwise.`,
    });
    expect(world.status().phase).toBe('Pending');
    world.store.remove(theirs.kind, 'plaza-db');
    await world.settle();
    expect(world.status().phase).toBe('Stable');
  });
});

describe('credentials that were lost', () => {
  it('are not made anew beside a volume that was made with others', async () => {
    const world = await aStableWorld();
    world.store.remove('Secret', 'plaza-db');
    await world.settle();
    expect(secretOf(world)).toBeUndefined();
    expect(condition(world, 'SecretsReady')).toMatchObject({ status: 'False', reason: 'NotFound' });
    expect(world.serving()).toHaveLength(2);
  });
});

it('more connections than the server takes are told', async () => {
  const world = await aStableWorld();
  world.asks({ ...v1, replicas: 5, database: { connectionsPerPod: 50 } });
  await world.settle();
  expect(condition(world, 'ConfigurationValid')).toMatchObject({
    status: 'False',
    reason: 'TooManyConnections',
    message: expect.stringMatching(/500 connections, and a server of 1Gi takes 201;/),
  });
});
