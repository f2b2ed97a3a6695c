import { checkAnnotations, labels } from '../src/api/identity.ts';
import type { Check } from '../src/api/status/release.ts';
import type { Job, Pod } from '../src/kube/types.ts';
import type { CheckRun } from '../src/rollout/checkRun.ts';
import type { ChecksFound } from '../src/rollout/checks.ts';
import { after, noon, revisions, running, terminated } from './builders.ts';

type Status = NonNullable<Pod['status']>;
type ContainerStatus = NonNullable<Status['containerStatuses']>[number];
type State = NonNullable<ContainerStatus['state']>;

const checkLabels = {
  [labels.instance]: 'plaza',
  [labels.component]: 'check',
  [labels.revision]: revisions.b,
  [labels.managedBy]: 'spacetime-operator',
};

/** The Job that checks `b` in the trial that began at noon. */
export const aJob = (more: Partial<Job['metadata']> = {}, status?: Job['status']): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: `plaza-${revisions.b}-check`,
    namespace: 'worlds',
    uid: 'uid-of-job',
    creationTimestamp: noon.toISOString(),
    labels: checkLabels,
    annotations: { [checkAnnotations.trial]: noon.toISOString() },
    ...more,
  },
  ...(status && { status }),
});

/** A container as the kubelet tells of it. */
export const aContainer = (
  name: string,
  state: State,
  more: Partial<ContainerStatus> = {},
): ContainerStatus => ({
  name,
  image: `${name}:1`,
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
  ...more,
});

/** A pod of the Job whose program is in this state. */
export const aCheckPod = (state: State, more: Status = {}, name = 'check-1', createdAt = noon): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'worlds',
    uid: `uid-of-${name}`,
    creationTimestamp: createdAt.toISOString(),
    labels: checkLabels,
    ownerReferences: [
      { apiVersion: 'batch/v1', kind: 'Job', name: 'job', uid: 'uid-of-job', controller: true },
    ],
  },
  status: {
    initContainerStatuses: [aContainer('world', running())],
    containerStatuses: [aContainer('check', state)],
    ...more,
  },
});

type Reported = Partial<Check> & { readonly name: string };

/** Termination message of the program: what is told only by its name has passed, within a second. */
export const aReport = (...checks: readonly Reported[]): string =>
  JSON.stringify({
    checks: checks.map((one) => ({ result: 'Passed', evidence: 'good', milliseconds: 1000, ...one })),
  });

/** Everything has passed, unless something else is told. */
export const goodReport = (...others: readonly Reported[]): string =>
  aReport(
    { name: 'smoke.status' },
    { name: 'smoke.webhook' },
    { name: 'load', evidence: '1000 requests' },
    ...others,
  );

export const hasEnded = (message: string, exitCode = 0): CheckRun => ({
  state: 'Ended',
  startedAt: after(1).toISOString(),
  finishedAt: after(5).toISOString(),
  exitCode,
  message,
});

export const endedWith = (message: string, exitCode = 0): State => terminated(exitCode, { message });

/** The operator's own questions were answered; nothing else is known. */
export const aFinding = (more: Partial<ChecksFound> = {}): ChecksFound => ({
  own: { result: 'Passed' },
  customs: new Map(),
  hasProgram: true,
  hasBrowser: true,
  before: [],
  now: after(10),
  ...more,
});
