import { labels } from '../src/api/identity.ts';
import { parseSpec, type SpaceTimeSpec } from '../src/api/spacetime.ts';
import type { Pod } from '../src/kube/types.ts';
import type { Installation } from '../src/plan/installation.ts';
import type { Owner } from '../src/plan/owner.ts';
import type { Recorded } from '../src/plan/recorded.ts';
import { render } from '../src/plan/render.ts';
import type { Arm, Fault, Reading, Verdict } from '../src/rollout/reading.ts';
import type { Hold, Trial } from '../src/rollout/rollout.ts';

/** Names of revisions, as any hash could give them. */
export const revisions = { a: 'bbbbbbbbbb', b: 'cccccccccc', c: 'dddddddddd' } as const;

/** The moment at which most tests stand. */
export const noon: Date = new Date('2026-03-01T12:00:00.000Z');
export const after = (seconds: number, start = noon): Date => new Date(start.getTime() + seconds * 1000);

type Raw = object;

/** A spec as a user writes it: what is given, over the smallest one that there is. */
export const aSpec = (raw: Raw = {}): SpaceTimeSpec => parseSpec({ image: 'spacetime:v1.0.0', ...raw });

export const anOwner = (spec: Raw = {}, more: Partial<Owner> = {}): Owner => ({
  name: 'plaza',
  namespace: 'worlds',
  uid: 'uid-of-plaza',
  generation: 1,
  spec: aSpec(spec),
  ...more,
});

/** An operator's installation that publishes no Gateway, unless something else is told. */
export const anInstallation = (more: Partial<Installation> = {}): Installation => ({
  namespace: 'spacetime-system',
  sharedGateways: [],
  ...more,
});

export const aRecorded = (name: string, more: Partial<Recorded> = {}, owner = anOwner()): Recorded => ({
  ...render(owner, name, []),
  name,
  number: 1,
  image: owner.spec.image,
  input: JSON.stringify({ image: owner.spec.image }),
  generation: 1,
  createdAt: noon.toISOString(),
  renderedBy: '0.1.0',
  ...more,
});

/** Pods of one revision that are all ready and steady. */
export const anArm = (ready: number, more: Partial<Arm> = {}): Arm => ({
  pods: ready,
  ready,
  sick: 0,
  steadySeconds: ready > 0 ? 60 : 0,
  pullFailures: [],
  ...more,
});

export const clean = {
  name: 'Continue',
  observations: 1_000_000,
  isProven: true,
  message: 'No worse.',
} as const satisfies Verdict;
export const silent = {
  name: 'Hold',
  reason: 'JudgeBlind',
  message: 'Not heard.',
} as const satisfies Verdict;
export const shared = {
  name: 'Environment',
  reason: 'BothFail',
  message: 'Both fail.',
} as const satisfies Verdict;
export const worse = {
  name: 'RollBack',
  reason: 'ErrorRateWorse',
  message: 'The candidate failed 10 of 10.',
  evidence: [{ name: 'errors', candidate: '10 of 10' }],
} as const satisfies Verdict;
export const crash: Fault = {
  reason: 'ContainerCrashed',
  message: 'The container crashed 2 times.',
  evidence: [{ name: 'crashes', candidate: '2' }],
};

/** Everything is well and there is nothing that a release would have to wait for. */
export const aReading = (more: Partial<Reading> = {}): Reading => ({
  now: noon,
  wanted: revisions.b,
  held: [],
  paused: false,
  history: [revisions.a],
  sla: { result: 'Unknown' },
  stable: anArm(4),
  candidate: anArm(4),
  stableFailsUsers: false,
  strangers: 0,
  checked: { result: 'Passed' },
  gate: { result: 'Passed' },
  verdict: clean,
  ...more,
});

/** A release of `b` over `a` that has just come into its phase. */
export const aTrial = (more: Partial<Trial> = {}): Trial & { readonly stable: string } => ({
  candidate: revisions.b,
  startedAt: noon.toISOString(),
  phaseStartedAt: noon.toISOString(),
  pullFailures: [],
  ...more,
  stable: revisions.a,
});

export const aHold = (more: Partial<Hold> = {}): Hold => ({
  revision: revisions.b,
  phase: 'Canary',
  since: noon.toISOString(),
  ...crash,
  ...more,
});

type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
type State = NonNullable<ContainerStatus['state']>;

export interface PodTold {
  readonly name?: string;
  readonly revision?: string;
  readonly ready?: boolean;
  readonly createdAt?: Date;
  readonly state?: State;
  readonly lastState?: State;
  readonly restartCount?: number;
  readonly started?: boolean;
  readonly deleted?: boolean;
  readonly conditions?: NonNullable<NonNullable<Pod['status']>['conditions']>;
  readonly status?: Pod['status'];
}

/** A runtime pod of `plaza` that has run and been ready for a minute, unless something else is told. */
export function aPod({ name = 'plaza-1', revision = revisions.b, ready = true, ...told }: PodTold = {}): Pod {
  const { state = running(), restartCount = 0, started = ready, createdAt = noon, lastState } = told;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'worlds',
      uid: `uid-of-${name}`,
      creationTimestamp: createdAt.toISOString(),
      labels: { [labels.instance]: 'plaza', [labels.revision]: revision },
      ...(told.deleted && { deletionTimestamp: noon.toISOString() }),
    },
    status: {
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }, ...(told.conditions ?? [])],
      containerStatuses: [
        {
          name: 'runtime',
          image: 'spacetime:v1.0.0',
          imageID: 'sha256:abc',
          ready,
          started,
          restartCount,
          state,
          ...(lastState && { lastState }),
        },
      ],
      ...told.status,
    },
  };
}

export const running = (since = noon): State => ({ running: { startedAt: since.toISOString() } });
export const waiting = (reason: string): State => ({ waiting: { reason } });
export const terminated = (
  exitCode: number,
  {
    at = after(5),
    startedAt = after(1),
    ...more
  }: { at?: Date; startedAt?: Date; reason?: string; message?: string } = {},
): State => ({
  terminated: { exitCode, startedAt: startedAt.toISOString(), finishedAt: at.toISOString(), ...more },
});
