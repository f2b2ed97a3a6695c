import type { Pod } from '../../../operator/src/kube/types.ts';
import { type Start, startOf } from './start.ts';

const aPod = (status: Pod['status']): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'plaza-backup-x' },
  ...(status && { status }),
});
const waits = (reason: string, message?: string): Pod =>
  aPod({
    phase: 'Pending',
    containerStatuses: [
      {
        name: 'transfer',
        ready: false,
        restartCount: 0,
        image: '',
        imageID: '',
        state: { waiting: { reason, ...(message && { message }) } },
      },
    ],
  });

it.each<[string, Pod | undefined, Start]>([
  [
    'that was not made',
    undefined,
    { is: 'Waiting', why: 'the cluster has not made it; kubectl describe job says more' },
  ],
  [
    'that finds no node',
    aPod({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes are available' }],
    }),
    { is: 'Waiting', why: '0/1 nodes are available' },
  ],
  [
    'whose Secret is missing',
    waits('ContainerCreating'),
    { is: 'Waiting', why: 'ContainerCreating; kubectl describe pod says more' },
  ],
  [
    'whose image was not found once',
    waits('ErrImagePull'),
    { is: 'Waiting', why: 'ErrImagePull; kubectl describe pod says more' },
  ],
  [
    'whose image is not there',
    waits('ImagePullBackOff', 'not found'),
    { is: 'Failed', why: 'ImagePullBackOff: not found' },
  ],
  [
    'that was evicted',
    aPod({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory.' }),
    { is: 'Failed', why: 'The node was low on memory.' },
  ],
])('a pod %s', (_, pod, start) => {
  expect(startOf(pod)).toEqual(start);
});
