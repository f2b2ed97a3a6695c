import { parseSpec } from '../src/api/spacetime.ts';
import type { Check } from '../src/api/status/release.ts';
import type { Condition } from '../src/api/status/world.ts';
import type { Facts } from '../src/checklist/facts.ts';
import type { ConfigMap, Deployment, KubeObject, Secret } from '../src/kube/types.ts';
import { configMap } from '../src/plan/configMap.ts';
import { deployment } from '../src/plan/deployment.ts';
import { previewService, service } from '../src/plan/service.ts';
import { servingCertificate } from '../src/plan/servingCertificate.ts';
import { after, anOwner, aPod, aRecorded, noon, revisions, running } from './builders.ts';

const { a } = revisions;

/** A production world with a certificate. */
export const wellAsked = {
  image: 'spacetime:v1.0.0',
  tls: { secretRef: { name: 'plaza-tls' } },
  rollout: { bakeSeconds: 60, checks: { smoke: { paths: [{ path: '/api/scenes' }] } } },
};

const owner = anOwner(wellAsked);

const aCondition = (type: string, reason: string, more: Partial<Condition> = {}): Condition => ({
  type,
  status: 'True',
  reason,
  message: `${type} is well.`,
  lastTransitionTime: noon.toISOString(),
  observedGeneration: 1,
  ...more,
});

const aRow = (name: string, evidence: string, more: Partial<Check> = {}): Check => ({
  name,
  mode: 'Required',
  result: 'Passed',
  evidence,
  ...more,
});

/** The cluster has made of the Deployment what it asks for. */
export function aDeployment(): Deployment {
  const made = deployment(owner, aRecorded(a, {}, owner), 2, undefined);
  return { ...made, status: { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 } };
}

/** Objects of the world, whole. */
const children = (): readonly KubeObject[] => [
  aDeployment(),
  configMap(owner, aRecorded(a, {}, owner)) as ConfigMap,
  service(owner, { phase: 'Stable', stable: a }),
  previewService(owner, a),
  servingCertificate(owner, { 'tls.crt': 'Y2VydA==', 'tls.key': 'a2V5' }) as Secret,
];

/** A stable revision of which everything was seen, and everything is well. It has run for two minutes. */
export const wellFacts = (more: Partial<Facts> = {}): Facts => ({
  now: after(120),
  name: owner.name,
  spec: parseSpec(wellAsked),
  revision: a,
  conditions: [
    aCondition('Available', 'Serving'),
    aCondition('SecretsReady', 'Generated'),
    aCondition('DatabaseReady', 'Ready'),
    aCondition('CertificateReady', 'Valid'),
  ],
  children: children(),
  pods: ['plaza-1', 'plaza-2'].map((name) => aPod({ name, revision: a, state: running() })),
  rows: [
    aRow('smoke', '14 checks passed'),
    aRow('smoke.health', '200 after 0.1 s'),
    aRow('smoke.status', '200 in 3 ms'),
    aRow('smoke.metrics', 'all 6 metrics of the checklist'),
    aRow('smoke.headers', '4 headers on 4 paths'),
    aRow('smoke.tls', 'valid for 80 days'),
    aRow('smoke.authentication', '401 without a token, 200 with one, on 8 paths, /scenes in 5 ms'),
    aRow('smoke.limit', '10 of 15 requests admitted'),
    aRow('smoke.scene', 'res://minimal_test.tscn in 120 ms, 3 kB'),
    aRow('smoke.webhook', 'scene.loaded delivered and signed'),
    aRow('smoke.job', 'cache_warming completed in 0.2 s'),
    aRow('smoke.paths', '1 paths, slowest /api/scenes in 4 ms'),
    aRow('load', '1000 requests, 100 % good, mean 12 ms'),
  ],
  live: { heardAt: after(118).getTime(), memoryBytes: 200 * 2 ** 20 },
  sla: { result: 'Met' },
  commands: [
    {
      name: 'drill',
      value: 'CrashAtStart@1',
      time: noon.toISOString(),
      result: 'Done',
      message: 'The drill CrashAtStart was undone after 9 s: ContainerCrashed.',
    },
  ],
  release: {
    revision: a,
    phase: 'Stable',
    startedAt: after(30).toISOString(),
    phaseStartedAt: after(60).toISOString(),
    step: 0,
    steps: 2,
    trafficPercent: 100,
    verdict: { name: 'Continue', reason: 'NoWorse', message: 'No worse.', time: after(60).toISOString() },
    checks: [],
    pullFailures: [],
  },
  isSettled: true,
  ...more,
});

/** Nothing but the spec is known. */
export const noFacts = (more: Partial<Facts> = {}): Facts => ({
  now: after(120),
  name: owner.name,
  spec: parseSpec(wellAsked),
  revision: a,
  conditions: [],
  children: [],
  pods: [],
  rows: [],
  sla: { result: 'Unknown' },
  commands: [],
  isSettled: false,
  ...more,
});
