import { jest } from '@jest/globals';
import { aCluster, applied, aService, live, owner } from '../../../test/aCluster.ts';
import type { KubeObject, Service, Stored } from '../types.ts';
import { intentOf } from './intent.ts';

jest.setTimeout(20_000);

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

  it('writes another wish for an object that was found to say the one before', async () => {
    const cached = applied();
    const { cluster, path, answers } = await aCluster([cached]);
    const other = { ...aService(), spec: { selector: { app: 'other' } } };
    expect(await cluster.apply(aService())).toBe(cached);
    const applying = cluster.apply(other);
    expect((await answers(`PATCH ${path}`, live())).body).toMatchObject({ spec: other.spec });
    await applying;
    expect(await cluster.apply(aService())).toBe(cached);
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
