import { aCheckPod, aContainer, aJob, endedWith } from '../../test/aCheck.ts';
import { after, noon, running, terminated, waiting } from '../../test/builders.ts';
import type { Pod } from '../kube/types.ts';
import { runOf } from './checkRun.ts';

const seen = (pods: readonly Pod[], now = after(5)) => runOf(aJob(), pods, now);
const initializing = waiting('PodInitializing');

it('a program that runs, runs since its container began', () => {
  expect(seen([aCheckPod(running(after(3)))])).toEqual({
    state: 'Running',
    startedAt: after(3).toISOString(),
  });
});

it('a program that has ended is told with exit code and message, although its world still leaves', () => {
  expect(seen([aCheckPod(endedWith('{}'))])).toEqual({
    state: 'Ended',
    startedAt: after(1).toISOString(),
    finishedAt: after(5).toISOString(),
    exitCode: 0,
    message: '{}',
  });
});

it('the youngest try speaks, and one that ended well speaks for ever', () => {
  const old = aCheckPod(endedWith('', 1), {}, 'old');
  const young = aCheckPod(initializing, {}, 'young', after(20));
  expect(seen([young, old]).state).toBe('Waiting');
  expect(seen([young, aCheckPod(endedWith('{}'), {}, 'old')])).toMatchObject({ state: 'Ended', exitCode: 0 });
});

it('a pod that is only starting has no trouble', () => {
  const starting = { initContainerStatuses: [aContainer('world', waiting('ContainerCreating'))] };
  expect(seen([aCheckPod(initializing, starting)])).toEqual({ state: 'Waiting' });
});

it.each<[string, Pod['status'], string]>([
  [
    'no node has room',
    { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes are available' }] },
    'Pod check-1 cannot be scheduled: 0/1 nodes are available',
  ],
  [
    'an image cannot be pulled',
    {
      containerStatuses: [
        aContainer('check', { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } }),
      ],
    },
    'Container check of pod check-1 does not start: ImagePullBackOff, no such image',
  ],
  [
    'its Secret is not there',
    { initContainerStatuses: [aContainer('world', waiting('CreateContainerConfigError'))] },
    'Container world of pod check-1 does not start: CreateContainerConfigError',
  ],
  [
    'its world does not live',
    {
      initContainerStatuses: [
        aContainer('world', waiting('CrashLoopBackOff'), {
          lastState: terminated(78, { message: 'GODOT_ENV must be production.\n' }),
        }),
      ],
    },
    'The world of the checks ended with exit code 78: GODOT_ENV must be production.',
  ],
])('says why it does not run: %s', (_, status, trouble) => {
  expect(seen([aCheckPod(initializing, status)])).toEqual({ state: 'Waiting', trouble });
});

it('what the cluster took away says nothing', () => {
  const evicted = aCheckPod(endedWith('', 137), { reason: 'Evicted' });
  expect(seen([evicted])).toEqual({ state: 'Waiting' });
});

it('a program that the kubelet has lost has told nothing', () => {
  const lost = { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } };
  expect(seen([aCheckPod(lost)])).toEqual({
    state: 'Waiting',
    trouble: 'Nobody saw how the program of pod check-1 ended',
  });
});

it('a program that says nothing is told by the reason of its end', () => {
  const killed = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
  expect(seen([aCheckPod(killed)])).toEqual({ state: 'Ended', exitCode: 137, message: 'OOMKilled' });
});

it('a Job that gets no pod is in trouble after some seconds, and one that failed at once', () => {
  expect(runOf(aJob(), [], after(9))).toEqual({ state: 'Waiting' });
  expect(runOf(aJob(), [], after(10))).toMatchObject({ trouble: expect.stringContaining('has no pod') });
  const failed = {
    conditions: [{ type: 'Failed', status: 'True', message: 'Job has reached the specified backoff limit' }],
  };
  expect(runOf(aJob({}, failed), [], noon)).toMatchObject({
    trouble: expect.stringContaining('backoff limit'),
  });
});
