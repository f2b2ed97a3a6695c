import type { KubeObject } from '../../operator/src/kube/types.ts';
import { certManagerDefinitions } from '../../operator/test/certManagerDefinitions.ts';
import { gatewayDefinitions } from '../../operator/test/gatewayDefinitions.ts';
import { grafanaDefinition, prometheusDefinitions } from '../../operator/test/monitoringDefinitions.ts';
import { type Audited, auditedSince, auditPosition, right, used } from '../harness/audit.ts';
import { firstImage, goodImage, missingImage } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import { restartOperator } from '../harness/operator.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { startSockets } from '../harness/sockets.ts';
import { until } from '../harness/until.ts';

const minutes = 60_000;
let stage: Scenario;
let requests: readonly Audited[];

interface Role extends KubeObject {
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

/** A world's whole life, so that the operator does all that it can do. */
beforeAll(async () => {
  const position = await auditPosition();
  stage = await scenario('permissions');
  const { world } = stage;
  // Operators that start list and watch everything, and one of them takes the lease.
  await kubectl(['--namespace', 'spacetime-system', 'delete', 'lease', 'spacetime-operator']);
  await restartOperator();
  const spec = { ...shortSpec, replicas: 1, revisionHistoryLimit: 1, rollout: atOnce };
  await world.apply(spec);
  await world.settled();
  await askForRoute(spec);
  await askForCertificate(spec);
  await askForIngress(spec);
  await askForMonitoring(spec);
  for (const change of [
    { image: goodImage },
    { image: missingImage },
    { image: firstImage, drainSeconds: 5 },
  ]) {
    await world.apply({ ...spec, ...change });
    await world.settled();
  }
  const last = { ...spec, drainSeconds: 6 };
  await world.apply(last);
  await world.settled();
  await scaleDown(last);
  await moveDatabase();
  await kubectl(['delete', 'spacetime', world.name, '--namespace', world.namespace]);
  requests = await auditedSince(position);
}, 8 * minutes);

afterAll(async () => {
  const published = [...gatewayDefinitions(), ...certManagerDefinitions(), ...monitoringDefinitions()];
  const names = published.map(({ metadata }) => metadata.name);
  await kubectl(['delete', 'customresourcedefinition', '--ignore-not-found', '--wait=false', ...names]);
  await stage?.close();
}, 3 * minutes);

/** The operator finds the Gateway API while it runs, and a route that no Gateway takes; the next spec asks for none. */
async function askForRoute(spec: object): Promise<void> {
  const { world } = stage;
  const exposure = {
    hostnames: ['world.example.com'],
    gateway: { parentRefs: [{ name: 'nobody' }, { kind: 'ListenerSet', name: 'nobody' }] },
  };
  const exposed = (reason: string) =>
    world.until(`Exposed becomes ${reason}`, ({ status }) =>
      status.conditions.some((one) => one.type === 'Exposed' && one.reason === reason),
    );
  await world.apply({ ...spec, exposure });
  await exposed('GatewayAPIMissing');
  await applyAll(gatewayDefinitions());
  await exposed('GatewayNotFound');
}

/** The operator finds cert-manager's kinds while it runs, and nobody who issues; the next spec asks for no certificate. */
async function askForCertificate(spec: object): Promise<void> {
  const { world, cluster } = stage;
  const { namespace } = world;
  const ask = (issuerRef: object) => world.apply({ ...spec, tls: { certManager: { issuerRef } } });
  const ready = (reason: string) =>
    world.until(`CertificateReady becomes ${reason}`, ({ status }) =>
      status.conditions.some((one) => one.type === 'CertificateReady' && one.reason === reason),
    );
  await ask({ name: 'nobody', kind: 'ClusterIssuer' });
  await ready('CertManagerMissing');
  await applyAll(certManagerDefinitions());
  await ready('IssuerNotFound');
  const metadata = { name: 'own', namespace };
  await applyAll([{ apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata, spec: { selfSigned: {} } }]);
  await ask({ name: 'own' });
  await until('The Certificate is there', async () => {
    const all = await cluster.list(`/apis/cert-manager.io/v1/namespaces/${namespace}/certificates`);
    return all.length > 0 ? true : undefined;
  });
}

const applyAll = (items: readonly object[]): Promise<string> =>
  kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));

/** An autoscaler comes and goes; then of two pods one has a visitor, so that the other one is marked before it leaves. */
async function scaleDown(spec: object): Promise<void> {
  const { world } = stage;
  const serves = (replicas: number) =>
    world.until(`${replicas} pods serve`, ({ status }) => status.readyReplicas === replicas);
  const two = { ...spec, replicas: 2 };
  await world.apply({ ...two, autoscaling: { maxReplicas: 2 } });
  await serves(2);
  await world.apply({ ...two, autoscaling: { maxReplicas: 3 } });
  await world.apply(two);
  const visitor = startSockets({ url: await world.address(), count: 1 });
  await until('The visitor is there', async () => (visitor.events.length > 0 ? true : undefined));
  await world.apply(spec);
  await serves(1);
  await visitor.stop();
}

/** An Ingress that changes, and policies that change and go; the next spec asks for no Ingress and for policies. */
async function askForIngress(spec: object): Promise<void> {
  const { world } = stage;
  const hostnames = ['world.example.com'];
  const from = [{ podSelector: {} }];
  for (const exposure of [
    { hostnames, ingress: {}, networkPolicy: { from } },
    { hostnames, ingress: { className: 'nobody' }, networkPolicy: { mode: 'Disabled' } },
  ]) {
    await world.apply({ ...spec, exposure });
    await world.until('it is exposed otherwise', () => true);
  }
}

const monitoringDefinitions = () => [...prometheusDefinitions(), grafanaDefinition()];

/** The operator finds the APIs for monitoring while it runs, uses them, and takes away what it made. */
async function askForMonitoring(spec: object): Promise<void> {
  const { world } = stage;
  await applyAll(monitoringDefinitions());
  const dashboard = { mode: 'GrafanaDashboard', instanceSelector: { matchLabels: { any: 'grafana' } } };
  await world.apply({ ...spec, monitoring: { dashboard } });
  const lists = ['podmonitors', 'prometheusrules', 'grafanadashboards'].join(',');
  const made = async (count: number) => {
    const names = await kubectl(['get', lists, '--namespace', world.namespace, '--output', 'name']);
    return names.split('\n').filter(Boolean).length === count ? true : undefined;
  };
  await until('What monitors the world is there', () => made(3));
  await world.apply({ ...spec, monitoring: { mode: 'Disabled' } });
  await until('What monitors the world is gone', () => made(0));
}

/** A world that is turned off moves to a database of its user's, and the operator takes its own away. */
async function moveDatabase(): Promise<void> {
  const { world, cluster } = stage;
  const off = { ...shortSpec, replicas: 0 };
  await world.apply(off);
  await world.apply({ ...off, database: { secretRef: { name: 'elsewhere' } } });
  await until('The managed database is gone', async () => {
    const sets = await cluster.list(`/apis/apps/v1/namespaces/${world.namespace}/statefulsets`);
    return sets.length === 0 ? true : undefined;
  });
}

/** No canary: checks, then all users. */
const atOnce = { canary: { steps: [] }, bakeSeconds: 0 };

/** Never asked for by a request: owner references that block deletion need it. */
const neverAsked = ['update spacetime.dev/spacetimes/finalizers'];

async function granted(): Promise<readonly string[]> {
  const root = '/apis/rbac.authorization.k8s.io/v1';
  const roles = await Promise.all([
    stage.cluster.read<Role>(`${root}/clusterroles/spacetime-operator`),
    stage.cluster.read<Role>(`${root}/namespaces/spacetime-system/roles/spacetime-operator`),
  ]);
  return roles
    .flatMap((role) => role?.rules ?? [])
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => right(verb, group, resource))),
      ),
    );
}

describe('the operator', () => {
  it('is never refused by RBAC', () => {
    expect(requests.filter(({ forbidden }) => forbidden)).toEqual([]);
  });

  it('may do nothing that it does not do', async () => {
    const done = used(requests);
    const unused = (await granted()).filter((one) => !done.has(one) && !neverAsked.includes(one));
    expect(unused).toEqual([]);
  });
});
