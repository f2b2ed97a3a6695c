import { aStableWorld, condition, distinct, effectsOf } from '../../test/aStableWorld.ts';
import { aWorld } from '../../test/aWorld.ts';
import { nameOf } from '../../test/memoryStore.ts';
import { NameTaken } from '../kube/errors.ts';
import type { KubeObject } from '../kube/types.ts';

const v1 = { image: 'spacetime:v1' };
const v2 = { image: 'spacetime:v2' };
const bad = { image: 'spacetime:fails' };

const secretGenerated =
  'Normal SecretGenerated: Secret plaza-secrets gets what it lacks of API_TOKEN and GRAFANA_ADMIN_PASSWORD.';

describe('a new object', () => {
  it('gets its finalizer first, and nothing else', async () => {
    const world = aWorld();
    world.asks(v1);
    expect(await effectsOf(world, world.turn)).toEqual(['add finalizer']);
  });

  it('then all that its pods need, then the database and the policies, and what watches it last', async () => {
    const world = aWorld();
    world.asks(v1);
    await world.turn();
    expect(await effectsOf(world, world.turn)).toEqual([
      'record status: Pending',
      'apply Service plaza',
      'apply ServiceAccount plaza',
      'apply Secret plaza-secrets',
      'apply ControllerRevision plaza-REV',
      'apply Secret plaza-db',
      'apply PersistentVolumeClaim plaza-db',
      'apply Service plaza-db',
      'apply StatefulSet plaza-db',
      'apply PodDisruptionBudget plaza',
      'apply NetworkPolicy plaza-runtime',
      'apply NetworkPolicy plaza-check',
      'apply NetworkPolicy plaza-db',
      'apply ConfigMap plaza-dashboard',
    ]);
    expect(world.cluster.told).toEqual([secretGenerated]);
  });

  it('then, when its database takes connections, its first release: recorded, announced, then applied', async () => {
    const world = aWorld();
    world.asks(v1);
    const effects = await effectsOf(world, () => world.until('Preparing'));
    expect(effects.slice(effects.indexOf('record status: Preparing'))).toEqual([
      'record status: Preparing',
      'apply ConfigMap plaza-REV',
      'apply Secret plaza-REV',
      'apply Service plaza-REV',
      'apply Deployment plaza-REV',
    ]);
    expect(world.cluster.told).toEqual([
      secretGenerated,
      'Normal DatabaseCreated: Managed database: it takes connections.',
      `Normal ReleaseStarted: Release of revision ${world.status().desiredRevision} has started.`,
    ]);
  });

  it('serves when its pods have passed', async () => {
    const world = await aStableWorld();
    expect(world.serving()).toHaveLength(2);
    expect(world.status()).toMatchObject({ phase: 'Stable', readyReplicas: 2 });
    expect(condition(world, 'Ready')).toMatchObject({ status: 'True' });
  });
});

it('a steady world is not written to', async () => {
  const world = await aStableWorld();
  const effects = await effectsOf(world, async () => {
    for (let i = 0; i < 100; i++) await world.turn();
  });
  expect([effects, world.cluster.told]).toEqual([[], []]);
});

it('a release: each step recorded, then applied', async () => {
  const world = await aStableWorld();
  world.asks(v2);
  expect(distinct(await effectsOf(world, world.settle))).toEqual([
    'record status: Preparing',
    'apply ControllerRevision plaza-REV',
    'apply ConfigMap plaza-REV',
    'apply Secret plaza-REV',
    'apply Service plaza-REV',
    'apply Deployment plaza-REV',
    'record status: Preparing',
    'record status: Checking',
    'record status: Canary',
    'apply Service plaza',
    'record status: Canary',
    'apply Deployment plaza-REV',
    'record status: Promoting',
    'record status: Baking',
    'apply Service plaza',
    'record status: Stable',
    'remove Service plaza-OLD',
    'remove Deployment plaza-OLD',
  ]);
  expect(world.cluster.told.map((text) => text.split(':')[0])).toEqual([
    'Normal ReleaseStarted',
    'Normal CheckPassed',
    'Normal CanaryStep',
    'Normal CanaryStep',
    'Normal Promoted',
    'Normal ReleaseSettled',
  ]);
});

it('users always have pods while a release runs', async () => {
  const world = await aStableWorld();
  for (const spec of [v2, bad, v1]) {
    world.asks(spec);
    for (let i = 0; i < 60; i++) {
      await world.turn();
      expect(world.serving().length).toBeGreaterThanOrEqual(2);
    }
  }
});

describe('a rollback', () => {
  it('is recorded, announced, then applied: first the traffic', async () => {
    const world = await aStableWorld();
    world.asks(bad);
    await world.until('Canary');
    world.cluster.told.length = 0;
    expect(await effectsOf(world, () => world.until('RollingBack'))).toEqual([
      'record status: RollingBack',
      'apply Service plaza',
      'apply ControllerRevision plaza-REV',
    ]);
    expect(world.cluster.told).toMatchObject([
      expect.stringMatching(/^Warning RollbackStarted/),
      expect.stringMatching(/^Warning RevisionHeld/),
    ]);
    expect(new Set(world.drained).size).toBe(1);
    expect(await effectsOf(world, world.settle)).toEqual([
      'record status: RolledBack',
      'remove Service plaza-REV',
      'remove Deployment plaza-REV',
    ]);
  });

  it('leaves what serves as it was, byte for byte', async () => {
    const world = await aStableWorld();
    const children = () => world.store.all().filter(({ kind }) => kind !== 'SpaceTime' && kind !== 'Pod');
    const names = new Set(children().map(({ kind, metadata }) => `${kind} ${metadata.name}`));
    const serving = () =>
      children()
        .filter(({ kind, metadata }) => names.has(`${kind} ${metadata.name}`))
        .map(({ metadata: { resourceVersion: _, ...metadata }, ...object }) =>
          JSON.stringify({ ...object, metadata }),
        );
    const before = serving();
    world.asks(bad);
    await world.settle();
    expect(world.status().phase).toBe('RolledBack');
    expect(serving()).toEqual(before);
  });

  it('is over: asking for the same again changes nothing, until it is retried', async () => {
    const world = await aStableWorld();
    world.asks(bad);
    await world.settle();
    world.asks(bad);
    const again = await effectsOf(world, world.settle);
    expect(distinct(again)).toEqual(['record status: RolledBack']);
    world.asks(bad, { 'spacetime.dev/retry': '1' });
    expect(await effectsOf(world, world.turn)).toContain('apply Deployment plaza-REV');
    expect(world.status()).toMatchObject({ phase: 'Preparing', heldRevisions: [] });
    await world.settle();
    expect(world.status()).toMatchObject({
      phase: 'RolledBack',
      heldRevisions: [{ reason: 'ErrorRateWorse' }],
    });
  });

  it.each([
    ['spacetime:crashes', 'ContainerCrashed', 'The container crashed 2 times'],
    ['spacetime:refuses', 'ConfigurationRefused', 'TLS_PORT: no.'],
    ['spacetime:missing', 'ImagePullFailed', 'The image cannot be pulled: 3 tries failed.'],
    ['spacetime:fails', 'ErrorRateWorse', 'The candidate failed 10 of 10.'],
  ])('of %s holds it as %s', async (image, reason, message) => {
    const world = await aStableWorld();
    const { stableRevision } = world.status();
    world.asks({ image });
    await world.settle();
    expect(world.status()).toMatchObject({
      phase: 'RolledBack',
      stableRevision,
      heldRevisions: [{ reason, message: expect.stringContaining(message) }],
    });
    expect(condition(world, 'Held')).toMatchObject({ status: 'True', reason });
    expect(world.serving()).toHaveLength(2);
  });
});

/** Volume and credentials of the database. */
const retained = ['Secret plaza-db', 'PersistentVolumeClaim plaza-db'];

describe('a deleted object', () => {
  it('lets go, and the owner references do the rest', async () => {
    const world = await aStableWorld();
    world.deletes();
    expect(await effectsOf(world, world.settle)).toEqual(['remove finalizer']);
    expect(world.store.all().map(nameOf)).toEqual(retained);
  });

  it('also in the middle of a release', async () => {
    const world = await aStableWorld();
    world.asks(v2);
    await world.until('Canary');
    world.deletes();
    expect(await effectsOf(world, world.settle)).toEqual(['remove finalizer']);
    expect(world.store.all().map(nameOf)).toEqual(retained);
  });
});

describe('a status that somebody else has changed', () => {
  it('is not written over, and nothing is done', async () => {
    const world = await aStableWorld();
    world.asks(v2);
    const meanwhile = (effect: string) => {
      if (effect.startsWith('record')) return new Conflicted();
      return undefined;
    };
    world.cluster.refuse(meanwhile);
    const effects = await effectsOf(world, async () => {
      await expect(world.reconcile()).rejects.toThrow('It has changed.');
    });
    expect([effects, world.cluster.told]).toEqual([[], []]);
  });
});

class Conflicted extends Error {
  override readonly message = 'It has changed.';
}

describe('a name that is taken', () => {
  const theirs: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'plaza' } };

  it('is told and never taken over', async () => {
    const world = aWorld();
    world.store.put(theirs);
    world.asks(v1);
    await world.turn();
    const effects = await effectsOf(world, async () => {
      expect(await world.turn()).toBeInstanceOf(NameTaken);
    });
    expect(effects).toEqual(['record status: Pending', 'record status: Pending']);
    expect(condition(world, 'ConfigurationValid')).toMatchObject({ status: 'False', reason: 'NameTaken' });
    expect(condition(world, 'Ready')).toMatchObject({ status: 'False', reason: 'NameTaken' });
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'NameTaken' });
    expect(world.store.find('Service', 'plaza')?.metadata).not.toHaveProperty('ownerReferences');
  });

  it('is no problem any more when it is free', async () => {
    const world = aWorld();
    world.store.put(theirs);
    world.asks(v1);
    for (let i = 0; i < 5; i++) await world.turn();
    world.store.remove('Service', 'plaza');
    await world.settle();
    expect(condition(world, 'ConfigurationValid')).toMatchObject({ status: 'True' });
    expect(condition(world, 'Ready')).toMatchObject({ status: 'True' });
  });
});
