import { aStableWorld, condition } from '../../test/aStableWorld.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { nameOf } from '../../test/memoryStore.ts';
import type { Secret } from '../kube/types.ts';

const v1 = { image: 'spacetime:v1' };
const secretOf = (world: AWorld, name = 'plaza-db') => world.store.find<Secret>('Secret', name);

function aSecret(name: string, data: Readonly<Record<string, string>>): Secret {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: encoded };
}

describe('a database of the user’s', () => {
  const spec = { ...v1, database: { secretRef: { name: 'pg', key: 'uri' } } };

  it.each([
    [
      'NotFound',
      undefined,
      'Secret pg: it does not exist; create it with the database’s URL in the key uri.',
    ],
    [
      'KeyMissing',
      aSecret('pg', { url: 'x' }),
      'Secret pg, key uri: it is not there; put the database’s URL there.',
    ],
  ])('holds the first release back while its URL is missing: %s', async (reason, secret, message) => {
    const world = aWorld();
    if (secret) world.store.put(secret);
    world.asks(spec);
    await world.settle();
    expect(world.status().phase).toBe('Pending');
    expect(condition(world, 'SecretsReady')).toMatchObject({ reason, message: message.replaceAll('’', "'") });
    world.store.put(aSecret('pg', { uri: 'postgresql://me@here/db' }));
    await world.settle();
    expect(world.status()).toMatchObject({ phase: 'Stable', database: { mode: 'External' } });
    expect(world.store.all().map(nameOf)).not.toContain('StatefulSet plaza-db');
  });

  it('is pinned: a new URL is a release, and the old revision keeps its own', async () => {
    const world = aWorld();
    world.store.put(aSecret('pg', { uri: 'postgresql://one' }));
    world.asks(spec);
    await world.settle();
    const first = world.status().stableRevision;
    world.store.put(aSecret('pg', { uri: 'postgresql://two' }));
    await world.settle();
    const second = world.status().stableRevision;
    expect(second).not.toBe(first);
    const urls = [first, second].map(
      (one) => secretOf(world, `plaza-${one}`)?.data?.['database.DATABASE_URL'],
    );
    expect(urls).toEqual([btoa('postgresql://one'), btoa('postgresql://two')]);
    expect(JSON.stringify(world.store.all().filter(({ kind }) => kind !== 'Secret'))).not.toContain('://one');
  });

  it('takes the place of a managed one, whose volume stays', async () => {
    const world = await aStableWorld();
    world.store.put(aSecret('pg', { uri: 'postgresql://me@here/db' }));
    world.asks({ ...spec, replicas: 0 });
    await world.settle();
    const names = world.store.all().map(nameOf);
    expect(names).toEqual(expect.arrayContaining(['Secret plaza-db', 'PersistentVolumeClaim plaza-db']));
    expect(names).not.toContain('StatefulSet plaza-db');
    expect(names).not.toContain('Service plaza-db');
  });
});
