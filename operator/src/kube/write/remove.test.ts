import { jest } from '@jest/globals';
import { aCluster, aService, live, owner } from '../../../test/aCluster.ts';
import type { Pod } from '../types.ts';

jest.setTimeout(20_000);

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
