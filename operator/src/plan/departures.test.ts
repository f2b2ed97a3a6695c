import { stable } from '../../test/aRollout.ts';
import { after, anOwner, aPod, aRecorded, noon, revisions } from '../../test/builders.ts';
import { deletionCostAnnotation } from '../api/identity.ts';
import type { Pod } from '../kube/types.ts';
import { departures, shrinking } from './departures.ts';
import { deployment } from './deployment.ts';

const { a } = revisions;
const lowest = '-2147483648';

const aMarkedPod = (name: string): Pod => {
  const pod = aPod({ name, revision: a });
  return { ...pod, metadata: { ...pod.metadata, annotations: { [deletionCostAnnotation]: lowest } } };
};
const podsOf = (names: string) => [...names].map((name) => aPod({ name, revision: a }));
const crowds = (connections: Readonly<Record<string, number>>) =>
  new Map(Object.entries(connections).map(([name, count]) => [`uid-of-${name}`, count]));
const told = (pods: readonly Pod[], staying: number, connections: Readonly<Record<string, number>>) =>
  departures(pods, staying, crowds(connections)).map(({ pod, cost }) => [pod.metadata.name, cost]);

describe('pods that leave', () => {
  it('are those with the fewest visitors', () => {
    expect(told(podsOf('xyz'), 1, { x: 5, y: 9, z: 0 })).toEqual([
      ['x', lowest],
      ['z', lowest],
    ]);
  });

  it('are the youngest of those that are equally full', () => {
    const pods = [
      aPod({ name: 'old', revision: a, createdAt: noon }),
      aPod({ name: 'young', revision: a, createdAt: after(5) }),
      aPod({ name: 'full', revision: a }),
    ];
    expect(told(pods, 2, { old: 0, young: 0, full: 7 })).toEqual([['young', lowest]]);
  });

  it('are left to the ReplicaSet where all are equally full', () => {
    expect(told(podsOf('xyz'), 1, { x: 3, y: 3, z: 3 })).toEqual([]);
  });

  it('are those that are not ready before all others, which need no mark', () => {
    const starting = aPod({ name: 'starting', revision: a, ready: false });
    expect(told([...podsOf('xy'), starting], 2, { x: 1, y: 2 })).toEqual([]);
  });

  it('are none that do not say how full they are, while others do', () => {
    expect(told(podsOf('xy'), 1, { y: 8 })).toEqual([['y', lowest]]);
  });
});

it('a pod that was marked and may stay is not marked any more, and one that is marked already is not written to', () => {
  const pods = [aMarkedPod('x'), aMarkedPod('y'), ...podsOf('z')];
  expect(told(pods, 2, { x: 9, y: 0, z: 3 })).toEqual([['x', undefined]]);
});

describe('a Deployment shrinks', () => {
  const pods = [...podsOf('xy'), aPod({ name: 'ends', revision: a, deleted: true }), aPod({ name: 'other' })];
  const children = [deployment(anOwner(), aRecorded(a), 4, undefined)];
  const shrunk = (replicas: number) =>
    shrinking(stable, replicas, children, pods).map((pod) => pod.metadata.name);

  it('when fewer pods are wanted than it was told, and its own living ones are asked', () => {
    expect(shrunk(3)).toEqual(['x', 'y']);
  });

  it('not when it grows or stays, nor when nobody is to stay', () => {
    expect([4, 5, 0].flatMap(shrunk)).toEqual([]);
    expect(shrinking({ phase: 'Pending' }, 1, children, pods)).toEqual([]);
  });
});
