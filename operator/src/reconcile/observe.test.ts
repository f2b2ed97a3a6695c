import { aWorld } from '../../test/aWorld.ts';
import type { KubeObject, Secret } from '../kube/types.ts';

const mounts = { secrets: { mounts: [{ name: 'keys', secretRef: { name: 'keys' } }] } };
const aSecret = (name: string, data: Record<string, string>): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)])),
});
const v1 = { image: 'spacetime:v1' };

const condition = (world: ReturnType<typeof aWorld>, type: string) =>
  world.status().conditions.find((one) => one.type === type);

describe('a Secret that is mounted', () => {
  it('is waited for', async () => {
    const world = aWorld();
    world.asks({ ...v1, ...mounts });
    await world.settle();
    expect(world.status().phase).toBe('Pending');
    expect(condition(world, 'ConfigurationValid')).toMatchObject({
      status: 'False',
      reason: 'ReferenceNotFound',
      message: 'secrets.mounts keys: Secret keys does not exist; create it.',
    });
    expect(world.store.all().filter(({ kind }) => kind === 'ControllerRevision')).toEqual([]);
    world.store.put(aSecret('keys', { a: 'one' }));
    await world.settle();
    expect(world.status().phase).toBe('Stable');
  });

  it('is copied for the revision, and new content is a release', async () => {
    const world = aWorld();
    world.store.put(aSecret('keys', { a: 'one' }));
    world.asks({ ...v1, ...mounts });
    await world.settle();
    const first = world.status().stableRevision ?? '';
    world.store.put(aSecret('keys', { a: 'two' }));
    await world.settle();
    const second = world.status().stableRevision ?? '';
    expect(second).not.toBe(first);
    const copies = [first, second].map(
      (revision) => world.store.find<Secret>('Secret', `plaza-${revision}`)?.data,
    );
    expect(copies).toMatchObject([{ 'keys.a': btoa('one') }, { 'keys.a': btoa('two') }]);
    world.store.put(aSecret('keys', { a: 'one' }));
    await world.settle();
    expect(world.status().stableRevision).toBe(first);
  });

  it('that vanishes changes nothing in what runs, and makes no revision', async () => {
    const world = aWorld();
    world.store.put(aSecret('keys', { a: 'one' }));
    world.asks({ ...v1, ...mounts });
    await world.settle();
    const records = () => world.store.all().filter(({ kind }) => kind === 'ControllerRevision').length;
    const before = [world.status().stableRevision, world.status().desiredRevision, records()];
    world.store.remove('Secret', 'keys');
    await world.settle();
    expect([world.status().stableRevision, world.status().desiredRevision, records()]).toEqual(before);
    expect(world.serving()).toHaveLength(2);
    expect(condition(world, 'Ready')).toMatchObject({ status: 'False', reason: 'ReferenceNotFound' });
  });

  it('that vanishes in a release does not end it', async () => {
    const world = aWorld();
    world.store.put(aSecret('keys', { a: 'one' }));
    world.asks(v1);
    await world.settle();
    world.asks({ ...v1, ...mounts });
    await world.until('Canary');
    const { candidateRevision } = world.status();
    world.store.remove('Secret', 'keys');
    await world.settle();
    expect(world.status()).toMatchObject({ phase: 'Stable', stableRevision: candidateRevision });
  });
});

describe('the token Secret', () => {
  it('of the user is taken as it is, outlives the world, and gets what it lacks', async () => {
    const world = aWorld();
    world.store.put(aSecret('plaza-secrets', { API_TOKEN: '4f9a8c1e7b2d6053aa11' }));
    world.asks(v1);
    await world.settle();
    expect(world.status()).toMatchObject({
      phase: 'Stable',
      secrets: [{ name: 'plaza-secrets', source: 'Adopted' }],
    });
    const secret = world.store.find<Secret>('Secret', 'plaza-secrets');
    expect(secret?.data).toMatchObject({
      API_TOKEN: btoa('4f9a8c1e7b2d6053aa11'),
      GRAFANA_ADMIN_PASSWORD: expect.any(String),
    });
    world.deletes();
    await world.settle();
    expect(world.store.all().map(({ metadata }) => metadata.name)).toEqual([
      'plaza-secrets',
      'plaza-db',
      'plaza-db',
    ]);
  });

  it('with a placeholder keeps production from its first release', async () => {
    const world = aWorld();
    world.store.put(
      aSecret('plaza-secrets', { API_TOKEN: 'changeme', GRAFANA_ADMIN_PASSWORD: 'x'.repeat(20) }),
    );
    world.asks(v1);
    await world.settle();
    expect(world.status().phase).toBe('Pending');
    expect(condition(world, 'SecretsReady')).toMatchObject({ status: 'False', reason: 'Placeholder' });
    expect(JSON.stringify(world.status())).not.toContain('changeme');
  });
});

it('children of another world with the same labels are none of ours', async () => {
  const world = aWorld();
  world.asks(v1);
  await world.settle();
  const ours = world.store.find('ConfigMap', `plaza-${world.status().stableRevision}`);
  const theirs = {
    ...ours,
    metadata: { ...ours?.metadata, name: 'theirs', ownerReferences: [] },
  } as KubeObject;
  world.store.put(theirs);
  await world.settle();
  expect(world.store.find('ConfigMap', 'theirs')).toBeDefined();
});

it('a world that is gone is let go', async () => {
  const world = aWorld();
  expect(await world.turn()).toBeUndefined();
  expect(world.cluster.effects).toEqual([]);
});
