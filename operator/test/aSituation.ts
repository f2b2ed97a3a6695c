import { parseStatus } from '../src/api/status.ts';
import type { Wanted } from '../src/plan/desired.ts';
import { emptyRecord } from '../src/rollout/judge/record.ts';
import type { Rollout } from '../src/rollout/rollout.ts';
import type { Situation } from '../src/status/situation.ts';
import { statusOf, type Told } from '../src/status/status.ts';
import { stable } from './aRollout.ts';
import { anArm, anInstallation, anOwner, aRecorded, clean, noon, revisions } from './builders.ts';

const { a, b } = revisions;

/** A world that serves what its spec asks for, with four ready pods. */
export const aSituation = (more: Partial<Situation> = {}): Situation => ({
  owner: anOwner({ replicas: 4 }),
  rollout: stable,
  asked: a,
  held: [],
  isOpen: true,
  stable: anArm(4),
  candidate: anArm(0),
  verdict: clean,
  sla: { result: 'Unknown' },
  tokens: { source: 'Generated' },
  certificate: { state: 'NotConfigured' },
  database: { mode: 'External', restarts: false },
  scaling: { asked: 4 },
  gateway: { is: 'NotConfigured' },
  installation: anInstallation(),
  addresses: { service: [], ingress: [] },
  monitoring: { prometheus: true, grafana: false },
  databaseReady: { type: 'DatabaseReady', status: 'True', reason: 'Ready', message: 'It takes connections.' },
  ...more,
});

/** The same world in a release of `b`. */
export const inRelease = (rollout: Rollout, more: Partial<Situation> = {}): Situation =>
  aSituation({ rollout, asked: b, candidate: anArm(4), ...more });

export const wantedFor = (
  { owner, rollout, asked, held }: Situation,
  more: Partial<Wanted> = {},
): Wanted => ({
  owner,
  rollout,
  records: [aRecorded(a, { number: 1 }), aRecorded(b, { number: 2 })],
  held: new Map(held.map((hold) => [hold.name, JSON.stringify(hold)])),
  artifacts: new Map(),
  served: new Map(),
  asked: { revision: asked, pinned: [] },
  checks: { create: [], keep: [] },
  monitoring: { prometheus: false, grafana: false },
  ...more,
});

export const told = (more: Partial<Told> = {}): Told => ({
  before: parseStatus(undefined),
  commands: [],
  notices: [],
  pods: [],
  record: emptyRecord,
  checks: [],
  now: noon,
  ...more,
});

export const statusFor = (situation: Situation, more: Partial<Told> = {}) =>
  statusOf(situation, wantedFor(situation), told(more));
