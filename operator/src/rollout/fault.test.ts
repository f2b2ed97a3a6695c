import { after, aPod, noon, running, terminated, waiting } from '../../test/builders.ts';
import type { Pod } from '../kube/types.ts';
import { faultOf } from './fault.ts';

const seen = (...pods: Pod[]) => faultOf(pods, noon);
const died = terminated(1, { reason: 'Error' });

describe('a crash', () => {
  it.each<[string, Pod, number]>([
    ['has just happened for the first time', aPod({ state: died }), 1],
    ['is over and the container runs again', aPod({ lastState: died, restartCount: 1 }), 1],
    ['waits for its second life', aPod({ state: waiting('CrashLoopBackOff'), lastState: died }), 1],
    ['has happened again', aPod({ state: died, lastState: died, restartCount: 1 }), 2],
    ['has happened twice and is over', aPod({ lastState: died, restartCount: 2 }), 2],
    ['loops', aPod({ state: waiting('CrashLoopBackOff'), lastState: died, restartCount: 4 }), 5],
  ])('that %s counts once for each death', (_, pod, crashes) => {
    expect(seen(pod)?.evidence[0]?.candidate).toBe(crashes < 2 ? undefined : String(crashes));
  });

  it('is evidence the second time, whichever pod it happens in', () => {
    const pods = [aPod({ name: 'p1', state: died }), aPod({ name: 'p2', lastState: died, restartCount: 1 })];
    expect(seen(...pods)).toEqual({
      reason: 'ContainerCrashed',
      message: 'The container crashed 2 times, last in pod p1 with exit code 1.',
      evidence: [{ name: 'crashes', candidate: '2', limit: '2', note: 'pod p1' }],
    });
  });

  it('is one also when the runtime ends without an error: nobody asked it to', () => {
    expect(seen(aPod({ lastState: terminated(0), restartCount: 2 }))?.reason).toBe('ContainerCrashed');
  });

  it('is none of this release when it happened before it began', () => {
    const before = terminated(1, { at: after(-1), startedAt: after(-60) });
    const old = { createdAt: after(-3600), restartCount: 7 };
    expect(seen(aPod({ ...old, lastState: before }))).toBeUndefined();
  });

  it('in the second in which the release began is one', () => {
    const pod = aPod({ createdAt: new Date('2026-03-01T12:00:00Z'), state: terminated(78, { at: noon }) });
    expect(faultOf([pod], new Date('2026-03-01T12:00:00.900Z'))?.reason).toBe('ConfigurationRefused');
  });
});

describe('a pod that is older than the release', () => {
  const old = { createdAt: after(-3600), restartCount: 7 };

  it('counts the one death that is known to be new', () => {
    const first = terminated(1, { at: after(5), startedAt: after(-600) });
    expect(seen(aPod({ ...old, lastState: first }))).toBeUndefined();
    expect(
      seen(aPod({ ...old, name: 'p1', lastState: first }), aPod({ ...old, name: 'p2', lastState: first })),
    ).toMatchObject({
      reason: 'ContainerCrashed',
      evidence: [{ candidate: '2' }],
    });
  });

  it('crashes again and again when its last life also began since then', () => {
    const again = terminated(1, { at: after(9), startedAt: after(5) });
    expect(seen(aPod({ ...old, state: waiting('CrashLoopBackOff'), lastState: again }))).toMatchObject({
      reason: 'ContainerCrashed',
      evidence: [{ candidate: '2' }],
    });
  });
});

it('more memory than the limit is evidence the first time', () => {
  expect(seen(aPod({ lastState: terminated(137, { reason: 'OOMKilled' }), restartCount: 1 }))).toEqual({
    reason: 'OutOfMemory',
    message: 'Pod plaza-1 was ended by the kernel, because it used more than its memory limit.',
    evidence: [{ name: 'exitCode', candidate: '137', note: 'pod plaza-1, OOMKilled' }],
  });
});

describe('a configuration that the runtime refuses', () => {
  it('is evidence the first time, in the words of the runtime', () => {
    const message = 'SPACETIME_TLS_PORT: "x" is not a port.\n';
    expect(seen(aPod({ state: terminated(78, { message }) }))).toEqual({
      reason: 'ConfigurationRefused',
      message: 'SPACETIME_TLS_PORT: "x" is not a port.',
      evidence: [{ name: 'exitCode', candidate: '78', note: 'pod plaza-1' }],
    });
  });

  it('is told also without a word', () => {
    expect(seen(aPod({ state: terminated(78) }))?.message).toBe(
      'The runtime refused its configuration without a sentence.',
    );
  });

  it('tells more than a crash does', () => {
    const refusing = aPod({ name: 'p2', state: terminated(78) });
    expect(seen(aPod({ state: died, restartCount: 3 }), refusing)?.reason).toBe('ConfigurationRefused');
  });
});

describe('a container that never passes its startup probe', () => {
  const startupProbe = { periodSeconds: 2, failureThreshold: 5 };
  const ended = (exitCode: number, seconds = 10, more: object = {}): Pod => ({
    ...aPod({
      ready: false,
      state: waiting('CrashLoopBackOff'),
      lastState: terminated(exitCode, { startedAt: after(1), at: after(1 + seconds), ...more }),
      restartCount: 1,
    }),
    spec: { containers: [{ name: 'runtime', startupProbe }] },
  });

  it.each([0, 137, 143])(
    'and is ended for that the second time, with exit code %d, is not ready in time',
    (code) => {
      expect(seen(ended(code))).toEqual({
        reason: 'NotReadyInTime',
        message: 'The container did not pass its startup probe and was ended 2 times, last in pod plaza-1.',
        evidence: [{ name: 'starts', candidate: '2 failed', limit: '2', note: 'pod plaza-1' }],
      });
    },
  );

  it.each<[string, Pod, string]>([
    ['that ends by itself', ended(1), 'ContainerCrashed'],
    ['that ends sooner', ended(0, 5), 'ContainerCrashed'],
    ['that uses too much memory', ended(137, 10, { reason: 'OOMKilled' }), 'OutOfMemory'],
  ])('is not one %s', (_, pod, reason) => {
    expect(seen(pod)?.reason).toBe(reason);
  });

  it('says less than another pod that crashes', () => {
    expect(seen(ended(137), aPod({ name: 'p2', state: died }))?.reason).toBe('ContainerCrashed');
  });
});

it('pods that were moved out of the way by the cluster are no evidence', () => {
  const disrupted = aPod({
    state: died,
    restartCount: 3,
    conditions: [{ type: 'DisruptionTarget', status: 'True' }],
  });
  expect(seen(disrupted)).toBeUndefined();
  expect(seen(aPod({ state: died, restartCount: 3, status: { reason: 'NodeShutdown' } }))).toBeUndefined();
});

it('healthy pods are no evidence', () => {
  expect(seen(aPod(), aPod({ state: running() }))).toBeUndefined();
  expect(seen()).toBeUndefined();
});
