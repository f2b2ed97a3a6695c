import type { Facts } from '../src/checklist/facts.ts';
import type { ConfigMap, Deployment, KubeObject, Secret } from '../src/kube/types.ts';
import { aDeployment, wellFacts } from './aChecklist.ts';
import { after, aPod, revisions, terminated, waiting } from './builders.ts';

type Broken = Partial<Facts>;

/** A check of the check program has failed. */
const fails = (name: string): Broken => ({
  rows: wellFacts().rows.map((row) =>
    row.name === name ? { ...row, result: 'Failed', evidence: 'broken' } : row,
  ),
});

/** A check has passed, and tells this. */
const tells = (name: string, evidence: string): Broken => ({
  rows: wellFacts().rows.map((row) => (row.name === name ? { ...row, evidence } : row)),
});

const isNot = (type: string, reason: string): Broken => ({
  conditions: wellFacts().conditions.map((one) =>
    one.type === type ? { ...one, status: 'False', reason, message: 'It is not.' } : one,
  ),
});

const without = (kind: string): Broken => ({
  children: wellFacts().children.filter((one) => one.kind !== kind),
});

const changed = <T extends KubeObject>(kind: string, change: (object: T) => KubeObject): Broken => ({
  children: wellFacts().children.map((one) => (one.kind === kind ? change(one as T) : one)),
});

/** A variable of the pods has another value than the spec asks for. */
const variable = (name: string, value: string): Broken =>
  changed<Deployment>('Deployment', (found) => {
    const text = JSON.stringify(found, (_, field) =>
      field?.name === name && 'value' in field ? { name, value } : field,
    );
    return JSON.parse(text) as Deployment;
  });

const addedVariable = (name: string, value: string): Broken =>
  changed<Deployment>('Deployment', (found) => {
    const copy = structuredClone(found);
    copy.spec?.template.spec?.containers[0]?.env?.push({ name, value });
    return copy;
  });

const lets = (scenes: readonly string[]): Broken =>
  changed<ConfigMap>('ConfigMap', (found) => ({
    ...found,
    data: { 'scene_whitelist.json': JSON.stringify({ production: scenes }) },
  }));

const counts = (status: object): Broken =>
  changed<Deployment>('Deployment', () => ({
    ...aDeployment(),
    status: { ...aDeployment().status, ...status },
  }));

const pod = (more: Parameters<typeof aPod>[0]): Broken => ({
  pods: [aPod({ revision: revisions.a, ...more })],
});
const died = pod({ restartCount: 1, lastState: terminated(1) });
const unready = pod({ ready: false });
const crashing = pod({ state: waiting('CrashLoopBackOff') });
const breached: Broken = {
  sla: { result: 'Breached', breach: { reason: 'Memory', message: 'It uses too much.' } },
};
const tooLarge: Broken = { live: { heardAt: after(118).getTime(), memoryBytes: 2 ** 40 } };
const undrilled: Broken = {
  commands: wellFacts().commands.map((one) => ({
    ...one,
    result: 'Refused',
    message:
      'The drill CrashAtStart was well after 60 s, which a release would have gone on with; it was ended.',
  })),
};
const leaks = changed<ConfigMap>('ConfigMap', (found) => ({
  ...found,
  data: { ...found.data, key: '-----BEGIN PRIVATE KEY-----' },
}));
const keyless = changed<Secret>('Secret', (found) => ({ ...found, data: { 'tls.crt': 'Y2VydA==' } }));
const unpulled: Broken = {
  pods: wellFacts().pods.map((one) => ({
    ...one,
    status: {
      ...one.status,
      containerStatuses: one.status?.containerStatuses?.map((status) => ({ ...status, imageID: '' })) ?? [],
    },
  })),
};
const interrupted: Broken = {
  conditions: wellFacts().conditions.map((one) =>
    one.type === 'Available' ? { ...one, lastTransitionTime: after(90).toISOString() } : one,
  ),
};

const authentication = fails('smoke.authentication');
const limit = fails('smoke.limit');
const headers = fails('smoke.headers');
const scene = fails('smoke.scene');
const webhook = fails('smoke.webhook');
const job = fails('smoke.job');
const metrics = fails('smoke.metrics');

/** For each line that a machine answers, what makes it fail in a world where all else is well. */
export const broken: Readonly<Record<string, Broken>> = {
  'environment.api-enabled': variable('GODOT_ENABLE_HTTP_API', 'false'),
  'environment.production': variable('GODOT_ENV', 'staging'),
  'environment.log-level': variable('GODOT_LOG_LEVEL', 'debug'),
  'environment.api-port': variable('GODOT_API_PORT', '8888'),
  'environment.telemetry-port': variable('GODOT_TELEMETRY_PORT', '8888'),
  'environment.discovery-port': variable('GODOT_DISCOVERY_PORT', '8888'),
  'scenes.whitelist-configured': lets([]),
  'scenes.only-required': lets(['res://vr_main.tscn', 'res://**']),
  'scenes.no-test-scenes': lets(['res://tests/floor.tscn']),
  'secrets.api-token': isNot('SecretsReady', 'Placeholder'),
  'secrets.database': isNot('DatabaseReady', 'Unavailable'),
  'secrets.grafana-password': isNot('SecretsReady', 'KeyMissing'),
  'secrets.tls': isNot('CertificateReady', 'Expired'),
  'tls.key-secured': leaks,
  'tls.imported': keyless,
  'build.exported': unpulled,
  'build.api-starts': variable('GODOT_ENABLE_HTTP_API', 'false'),
  'build.status': fails('smoke.status'),
  'build.no-errors': died,
  'quality.api-responds': fails('smoke.health'),
  'quality.no-critical-errors': died,
  'security.without-token': authentication,
  'security.invalid-token': authentication,
  'security.valid-token': authentication,
  'security.limit-enforced': limit,
  'security.limit-429': limit,
  'security.limit-resets': limit,
  'security.headers': headers,
  'security.cors': addedVariable('SPACETIME_CORS_ORIGINS', '*'),
  'security.no-disclosure': headers,
  'routers.scene-load': scene,
  'routers.scene-info': scene,
  'routers.scene-list': scene,
  'routers.scene-history': scene,
  'routers.webhook-register': webhook,
  'routers.webhook-list': webhook,
  'routers.webhook-details': webhook,
  'routers.job-submit': job,
  'routers.job-status': job,
  'performance.status': tells('smoke.status', '200 in 51 ms'),
  'performance.scenes': tells('smoke.authentication', '401, 200 in 3 ms, /scenes in 101 ms'),
  'performance.scene-load': tells('smoke.scene', 'res://vr_main.tscn in 5001 ms, 3 kB'),
  'performance.memory-stable': died,
  'performance.no-leaks': breached,
  'performance.memory-range': tooLarge,
  'kubernetes.deployment': without('Deployment'),
  'kubernetes.pods-running': crashing,
  'kubernetes.services': without('Service'),
  'kubernetes.no-error-events': pod({
    conditions: [{ type: 'PodScheduled', status: 'False', message: 'no node' }],
  }),
  'probes.liveness': fails('smoke.status'),
  'probes.readiness': fails('smoke.health'),
  'probes.ready': unready,
  'metrics.format': metrics,
  'metrics.fps': metrics,
  'metrics.memory': metrics,
  'metrics.requests': metrics,
  'deployment.endpoints': fails('smoke.paths'),
  'deployment.no-500': fails('load'),
  'deployment.response-times': fails('load'),
  'deployment.load': fails('load'),
  'deployment.load-no-crash': died,
  'deployment.load-within-sla': fails('load'),
  'deployment.rollout': counts({ availableReplicas: 1 }),
  'deployment.pods-healthy': unready,
  'deployment.no-downtime': interrupted,
  'live.endpoints': fails('smoke.paths'),
  'live.authentication': authentication,
  'live.limit': limit,
  'live.webhook-received': webhook,
  'live.webhook-signature': webhook,
  'live.webhook-payload': webhook,
  'live.job-submitted': job,
  'live.job-background': job,
  'live.job-status': job,
  'live.job-completed': job,
  'live.metrics': { live: { heardAt: after(-60).getTime(), memoryBytes: 1 } },
  'live.no-anomalies': breached,
  'audit.authentication': authentication,
  'audit.limit': limit,
  'audit.tls': fails('smoke.tls'),
  'audit.headers': headers,
  'rollback.previous-version': undrilled,
  'rollback.api': isNot('Available', 'NoReadyPods'),
  'rollback.no-errors': died,
};
