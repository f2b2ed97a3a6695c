import { jest } from '@jest/globals';
import { aContract, patiently } from '../../../test/contract.ts';
import { type RealApiServer, realApiServer } from '../../../test/realApiServer.ts';
import { customResourceDefinition } from '../../api/crd.ts';
import { objectPath, resources } from '../resources.ts';
import type { KubeObject } from '../types.ts';

jest.setTimeout(120_000);

// An operator of the cluster at hand would answer these objects as well: here there is none.
let apiServer: RealApiServer;
beforeAll(async () => {
  apiServer = await realApiServer();
});
const { cluster, create, justBefore, merge, namespace, server, show } = aContract(() =>
  apiServer.credentials(),
);
beforeAll(() => patiently(install));
afterAll(() => apiServer.close());

/** Resolves when the kind is served. */
async function install(): Promise<true> {
  const definition = customResourceDefinition();
  await server.request({
    doing: 'install the definition',
    method: 'PATCH',
    path: objectPath(resources.customResourceDefinitions, undefined, definition.metadata.name),
    query: { fieldManager: 'spacetime-contract-test', force: 'true' },
    contentType: 'application/apply-patch+yaml',
    body: definition,
  });
  await create(aSpaceTime('first'));
  return true;
}

const aSpaceTime = (name: string): KubeObject & { spec: object } => ({
  apiVersion: 'spacetime.dev/v1',
  kind: 'SpaceTime',
  metadata: { name, namespace },
  spec: { image: 'spacetime:v1.0.0' },
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
    justBefore('PATCH', takeTheirs);
    await expect(cluster.removeFinalizer(seen, 'spacetime.dev/finalizer')).rejects.toMatchObject({
      name: 'Invalid',
    });
    expect(await finalizers()).toEqual(['spacetime.dev/finalizer']);
    await cluster.removeFinalizer(seen, 'spacetime.dev/finalizer');
    expect(await finalizers()).toBeUndefined();
    await cluster.removeFinalizer(seen, 'spacetime.dev/finalizer');
  });
});
