import { jest } from '@jest/globals';
import { aCluster, aSpaceTime, live } from '../../../test/aCluster.ts';
import type { KubeObject } from '../types.ts';

jest.setTimeout(20_000);

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
