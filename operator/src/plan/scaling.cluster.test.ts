import { jest } from '@jest/globals';
import { anOwner } from '../../test/builders.ts';
import { aContract, patiently } from '../../test/contract.ts';
import { deletionCostAnnotation } from '../api/identity.ts';
import type { HorizontalPodAutoscaler, Pod } from '../kube/types.ts';
import { autoscaler } from './autoscaler.ts';

jest.setTimeout(120_000);

const { asked, cluster, create, exists, merge, namespace, owner, show } = aContract();

describe('the autoscaler', () => {
  function wish(autoscaling: object): HorizontalPodAutoscaler {
    const { apiVersion, kind, metadata } = owner();
    const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
    const world = anOwner({ autoscaling: { maxReplicas: 100, ...autoscaling } });
    if (!world.spec.autoscaling) throw new Error('The spec asks for an autoscaler.');
    const object = autoscaler(world, world.spec.autoscaling);
    return { ...object, metadata: { ...object.metadata, namespace, ownerReferences: [reference] } };
  }

  it.each([
    ['by processor time', {}],
    ['by connections', { minReplicas: 1, targetConnectionsPerPod: 100_000 }],
    [
      'by all that there is',
      { targetCPUPercent: 100, targetConnectionsPerPod: 1, targetPendingJobsPerPod: 1500 },
    ],
    ['without a pause', { minReplicas: 100, scaleDownStabilizationSeconds: 0 }],
  ])('is taken %s, and then is not written again', async (_, autoscaling) => {
    const stored = await cluster.apply(wish(autoscaling));
    expect(stored.spec?.metrics).toHaveLength(wish(autoscaling).spec?.metrics?.length ?? 0);
    await show(wish(autoscaling));
    asked.length = 0;
    await cluster.apply(wish(autoscaling));
    expect(asked).toEqual([]);
  });
});

describe('what a pod costs to delete', () => {
  const aPod = (name: string): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    // No scheduler is asked, so it stays where it is.
    spec: { schedulerName: 'nobody', containers: [{ name: 'runtime', image: 'spacetime:v1.0.0' }] },
  });
  const costOf = async (pod: Pod) => (await show(pod)).metadata.annotations;

  it('stands on the pod beside the annotations of others, and goes without a trace', async () => {
    const pod = await patiently(() => create(aPod('marked')));
    await merge(pod, { metadata: { annotations: { theirs: 'yes', [deletionCostAnnotation]: '7' } } });
    await cluster.setDeletionCost(pod, '-2147483648');
    expect(await costOf(pod)).toEqual({ theirs: 'yes', [deletionCostAnnotation]: '-2147483648' });
    await cluster.setDeletionCost(pod, undefined);
    expect(await costOf(pod)).toEqual({ theirs: 'yes' });
  });

  it('of one that is gone, or has another in its place, is no matter', async () => {
    const pod = await patiently(() => create(aPod('replaced')));
    const earlier = { ...pod, metadata: { ...pod.metadata, uid: '00000000-0000-0000-0000-000000000000' } };
    await cluster.setDeletionCost(earlier, '1');
    expect(await costOf(pod)).toBeUndefined();
    const gone = { ...earlier, metadata: { ...earlier.metadata, name: 'gone' } };
    await cluster.setDeletionCost(gone, '1');
    expect(await exists(gone)).toBe(false);
  });
});
