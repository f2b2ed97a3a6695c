import { labels } from '../../operator/src/api/identity.ts';
import type { HeldRevision, RevisionRecord } from '../../operator/src/api/status/history.ts';
import type { Release } from '../../operator/src/api/status/release.ts';
import type { SpaceTimeStatus } from '../../operator/src/api/status.ts';
import type { ControllerRevision, Pod, Stored } from '../../operator/src/kube/types.ts';
import type { SpaceTime } from '../src/spaceTime.ts';

export const noon: Date = new Date('2026-03-01T12:00:00.000Z');
const before = (seconds: number): string => new Date(noon.getTime() - seconds * 1000).toISOString();

/** Revisions as they follow one another: an old one, the one that users have, and the one on trial. */
export const names = { old: 'bbbb222222', stable: 'cccc444444', candidate: 'dddd555555' } as const;

const aRevision = (number: number, name: string, more: Partial<RevisionRecord>): RevisionRecord => ({
  name,
  number,
  state: 'Retired',
  image: `spacetime:v1.${number}.0`,
  generation: number,
  createdAt: before(3600 * (10 - number)),
  changes: ['image'],
  renderedBy: '0.1.0',
  ...more,
});

const aHistory: readonly RevisionRecord[] = [
  aRevision(3, names.candidate, { state: 'Candidate', changes: ['env', 'image'] }),
  aRevision(2, names.stable, { state: 'Stable', changeCause: 'the spring release' }),
  aRevision(1, names.old, {}),
];

/** A canary in its first of two steps, with all that status tells of it. */
export const aRelease = (more: Partial<Release> = {}): Release => ({
  revision: names.candidate,
  phase: 'Canary',
  startedAt: before(90),
  phaseStartedAt: before(30),
  deadline: before(-600),
  step: 1,
  steps: 2,
  trafficPercent: 25,
  verdict: {
    name: 'Continue',
    reason: 'NoWorse',
    message: '120 answers of the candidate, no worse than the stable.',
    time: before(3),
  },
  checks: [
    { name: 'smoke', mode: 'Required', result: 'Passed', startedAt: before(60), finishedAt: before(55) },
    { name: 'load', mode: 'Advisory', result: 'Failed', evidence: 'mean 212 ms, limit 100 ms' },
  ],
  judge: {
    since: before(30),
    families: [
      {
        name: 'errors',
        stableCount: 400,
        stableBad: 2,
        candidateCount: 120,
        candidateBad: 9,
        logE: '12.30',
        logELimit: '9.21',
      },
    ],
  },
  pullFailures: [],
  ...more,
});

export const aHeld = (more: Partial<HeldRevision> = {}): HeldRevision => ({
  name: names.candidate,
  reason: 'ErrorRateWorse',
  phase: 'Canary',
  since: before(7200),
  message: 'The candidate failed 9 of 120 (7.5 %) requests, the stable 2 of 400 (0.5 %).',
  evidence: [
    {
      name: 'errors',
      stable: '2 of 400 (0.5 %)',
      candidate: '9 of 120 (7.5 %)',
      limit: '1 %',
      note: 'by chance once in 9,000',
    },
  ],
  ...more,
});

/** `worlds/plaza` in the middle of a canary, unless something else is told. */
export const aSpaceTime = (
  status: Partial<SpaceTimeStatus> = {},
  {
    name = 'plaza',
    namespace = 'worlds',
    ...spec
  }: { name?: string; namespace?: string } & Partial<SpaceTime['spec']> = {},
): SpaceTime => ({
  apiVersion: 'spacetime.dev/v1',
  kind: 'SpaceTime',
  metadata: {
    name,
    namespace,
    uid: `uid-of-${name}`,
    resourceVersion: '1',
    creationTimestamp: before(360_000),
    generation: 3,
  },
  spec: { image: 'spacetime:v1.3.0', replicas: 3, ...spec },
  status: {
    observedGeneration: 3,
    phase: 'Canary',
    url: `http://${name}.${namespace}.svc`,
    readyReplicas: 4,
    desiredRevision: names.candidate,
    stableRevision: names.stable,
    candidateRevision: names.candidate,
    conditions: [
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'Canary',
        message: 'Revision dddd555555 is in Canary, 25 % of users.',
        lastTransitionTime: before(30),
        observedGeneration: 3,
      },
    ],
    release: aRelease(),
    revisions: aHistory,
    heldRevisions: [],
    secrets: [],
    commands: [],
    ...status,
  },
});

export const aPod = (revision: string, number: number, isReady = true): Stored<Pod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `plaza-${revision}-${number}`,
    namespace: 'worlds',
    uid: `uid-of-${revision}-${number}`,
    resourceVersion: '1',
    creationTimestamp: before(60),
    labels: { [labels.instance]: 'plaza', [labels.component]: 'runtime', [labels.revision]: revision },
  },
  status: { conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
});

/** The record of a revision, of which only name, number and canonical input are read. */
export const aRecord = (name: string, number: number, input: object): ControllerRevision => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: {
    name: `plaza-${name}`,
    namespace: 'worlds',
    labels: { [labels.instance]: 'plaza', [labels.component]: 'runtime' },
  },
  revision: number,
  data: { name, input: JSON.stringify(input) },
});
