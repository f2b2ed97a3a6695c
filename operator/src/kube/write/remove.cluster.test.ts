import { jest } from '@jest/globals';
import { aContract, patiently } from '../../../test/contract.ts';
import { eventually } from '../../../test/eventually.ts';
import type { Pod } from '../types.ts';

jest.setTimeout(120_000);

const { aConfigMap, cluster, create, exists, justBefore, merge, namespace, owner } = aContract();

describe('R9: a delete', () => {
  it('is not done when the object changes between the look and the delete', async () => {
    await cluster.apply(aConfigMap('busy'));
    justBefore('DELETE', () => merge(aConfigMap('busy'), { data: { c: '3' } }));
    await expect(cluster.remove(aConfigMap('busy'), owner().metadata.uid)).rejects.toMatchObject({
      name: 'Conflict',
    });
    expect(await exists(aConfigMap('busy'))).toBe(true);
    await cluster.remove(aConfigMap('busy'), owner().metadata.uid);
    expect(await exists(aConfigMap('busy'))).toBe(false);
  });

  it('is not done to an object that was made anew', async () => {
    const first = await cluster.apply(aConfigMap('anew'));
    await cluster.remove(first, owner().metadata.uid);
    await cluster.apply(aConfigMap('anew'));
    await expect(cluster.remove(first, owner().metadata.uid)).rejects.toMatchObject({ name: 'Conflict' });
    expect(await exists(first)).toBe(true);
  });

  it('by prune takes what is ours and unwanted, and nothing else', async () => {
    const theirs = await create({ ...aConfigMap('not-ours'), metadata: { name: 'not-ours', namespace } });
    const existing = [theirs];
    for (const name of ['kept', 'pruned']) existing.push(await cluster.apply(aConfigMap(name)));
    await cluster.prune(owner().metadata.uid, existing, [aConfigMap('kept')]);
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
    await cluster.deletePod({ ...made, metadata: { ...made.metadata, uid: owner().metadata.uid } });
    expect(await exists(pod)).toBe(true);
    await cluster.deletePod(made);
    await eventually(() => exists(pod), false, 30);
    await cluster.deletePod(made);
  });
});
