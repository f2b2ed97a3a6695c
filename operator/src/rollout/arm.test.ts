import { after, anArm, aPod, noon, running, terminated, waiting } from '../../test/builders.ts';
import type { Pod } from '../kube/types.ts';
import { armOf } from './arm.ts';

const seen = (...pods: Pod[]) => armOf(pods, { since: noon, now: after(60) });

it('of ready pods that have run for a minute', () => {
  expect(seen(aPod({ name: 'p1' }), aPod({ name: 'p2' }))).toEqual(anArm(2));
});

it('without pods shows nothing', () => {
  expect(seen()).toEqual(anArm(0));
});

it('a pod that was asked to go counts for nothing', () => {
  const going = aPod({ deleted: true, state: terminated(1), restartCount: 5, ready: false });
  expect(seen(going, aPod({ name: 'p2' }))).toEqual(anArm(1));
});

it('is as steady as the youngest of the ready pods', () => {
  const pods = [
    aPod({ name: 'p1', state: running(after(20)) }),
    aPod({ name: 'p2', state: running(after(45)) }),
    aPod({ name: 'p3', state: running(after(58)), ready: false, started: false }),
  ];
  expect(seen(...pods)).toMatchObject({ pods: 3, ready: 2, steadySeconds: 15 });
});

it('a container that was started anew is as steady as its new life', () => {
  const restarted = aPod({ state: running(after(50)), lastState: terminated(1), restartCount: 1 });
  expect(seen(restarted).steadySeconds).toBe(10);
});

it('a container that died since the release began is told with how long it had lived', () => {
  const died = aPod({
    state: running(after(50)),
    lastState: terminated(1, { at: after(45) }),
    restartCount: 1,
  });
  expect(seen(died, aPod())).toMatchObject({ diedAfterSeconds: 44 });
  expect(seen(aPod())).not.toHaveProperty('diedAfterSeconds');
});

it('a pod is sick when it runs, was healthy once and is not ready', () => {
  expect(seen(aPod({ ready: false, started: true })).sick).toBe(1);
  expect(seen(aPod({ ready: false, started: false })).sick).toBe(0);
  expect(seen(aPod({ ready: false, started: true, state: waiting('CrashLoopBackOff') })).sick).toBe(0);
});

it.each(['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName'])(
  'a pod that waits with %s cannot pull its image',
  (reason) => {
    const pod = aPod({ name: 'p1', ready: false, state: waiting(reason) });
    expect(seen(pod).pullFailures).toEqual(['p1']);
  },
);

it('a pod whose container is being made is only waited for', () => {
  const pod = aPod({ ready: false, started: false, state: waiting('ContainerCreating') });
  expect(seen(pod)).toEqual({ ...anArm(0), pods: 1 });
});

describe('what the cluster does', () => {
  it('is told when a pod cannot be scheduled', () => {
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    const pod = aPod({ ready: false, conditions: [{ type: 'PodScheduled', status: 'False', message }] });
    expect(seen(pod).environment).toBe(`Pod plaza-1 cannot be scheduled: ${message}`);
  });

  it('is told when a pod was evicted, which is then no pod any more and no crash either', () => {
    const evicted = (name: string) =>
      aPod({
        name,
        ready: false,
        state: terminated(137, { reason: 'Error' }),
        status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory.' },
      });
    const arm = seen(evicted('p1'), evicted('p2'), aPod({ name: 'p3' }));
    expect(arm).toEqual({
      ...anArm(1),
      environment: 'Pod p1 was evicted: The node was low on memory.',
    });
  });

  it('is told of a pod that was evicted for five minutes: its record may stay for ever', () => {
    const evictedAt = (at: Date) =>
      aPod({
        ready: false,
        state: terminated(137, { at }),
        status: {
          phase: 'Failed',
          reason: 'Evicted',
          containerStatuses: [],
          conditions: [{ type: 'DisruptionTarget', status: 'True', lastTransitionTime: at.toISOString() }],
        },
      } as object);
    const told = (seconds: number) =>
      armOf([evictedAt(after(60))], { since: noon, now: after(seconds) }).environment;
    expect(told(359)).toMatch('was evicted');
    expect(told(360)).toBeUndefined();
  });

  it('is told when the node of a pod is lost', () => {
    const lost = aPod({ ready: false, status: { reason: 'NodeLost' } });
    expect(seen(lost).environment).toBe('The node of pod plaza-1 is lost.');
  });
});

describe('the image', () => {
  const seenWith = (imageID: string | undefined) =>
    armOf([aPod({ name: 'p1' })], { since: noon, now: after(60), imageID });

  it('that the first ready pod ran is the one that all run', () => {
    expect(seenWith('sha256:abc').fault).toBeUndefined();
    expect(seenWith(undefined).fault).toBeUndefined();
  });

  it('that is another one under the same tag is a fault at once', () => {
    expect(seenWith('sha256:def').fault).toMatchObject({
      reason: 'ImageChanged',
      evidence: [{ note: 'pod p1: sha256:abc' }],
    });
  });
});
