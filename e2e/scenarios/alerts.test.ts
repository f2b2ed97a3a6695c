import { labels } from '../../operator/src/api/identity.ts';
import type { Pod } from '../../operator/src/kube/types.ts';
import { prometheusDefinitions } from '../../operator/test/monitoringDefinitions.ts';
import { faultyImage } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import { type Monitors, type Page, startMonitors } from '../harness/monitors.ts';
import { processOf } from '../harness/process.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { holdOf } from '../harness/world.ts';

const minutes = 60_000;
let stage: Scenario;
let monitors: Monitors;

const spec = {
  ...shortSpec,
  // A pod that stands still is left alone for as long as the test lets it.
  probes: { liveness: { periodSeconds: 30, timeoutSeconds: 30, failureThreshold: 30 } },
  monitoring: {
    scrapeIntervalSeconds: 5,
    runbookBaseURL: 'https://wiki.example.com/runbook',
    alerts: [{ name: 'APIDown', forSeconds: 0 }],
  },
  contacts: [{ role: 'OnCallPrimary', name: 'Platform rota', phone: '+1 555 0100' }],
};

beforeAll(async () => {
  stage = await scenario('alerts', ['crashesAtStart']);
  const items = prometheusDefinitions();
  await kubectl(
    ['apply', '--server-side', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  );
  await stage.world.apply(spec);
  await stage.world.released();
  await stage.world.until('Prometheus is told', ({ status }) =>
    status.conditions.some(({ type, reason }) => type === 'MonitoringReady' && reason === 'Installed'),
  );
  monitors = await startMonitors(stage.cluster, stage.world);
}, 8 * minutes);

afterAll(async () => {
  await monitors?.close();
  const names = prometheusDefinitions().map(({ metadata }) => metadata.name);
  await kubectl(['delete', 'customresourcedefinition', '--ignore-not-found', '--wait=false', ...names]);
  await stage?.close();
}, 3 * minutes);

/** The page about an alert of the world, when whoever is on call has got it. */
const page = (alert: string, status: Page['status'], since = 0) =>
  until(`The page that ${alert} is ${status}`, async () =>
    monitors.pages.slice(since).find(({ labels: { alertname, name, namespace }, ...one }) => {
      const isOurs = name === stage.world.name && namespace === stage.world.namespace;
      return isOurs && alertname === alert && one.status === status;
    }),
  );

/** Processes of the runtime pods, as this machine numbers them. */
async function runtimes(): Promise<readonly number[]> {
  const pods = await stage.cluster.list<Pod>(`/api/v1/namespaces/${stage.world.namespace}/pods`);
  const runtime = pods.filter(({ metadata }) => metadata.labels?.[labels.component] === 'runtime');
  return Promise.all(runtime.map(({ metadata }) => processOf(metadata.uid ?? '')));
}

const signal = async (name: 'SIGSTOP' | 'SIGCONT', processes: readonly number[]) => {
  for (const pid of processes) process.kill(pid, name);
};

it(
  'nobody is paged while all is well, and Prometheus hears every pod and the operator',
  async () => {
    const { namespace, name } = stage.world;
    const world = `namespace="${namespace}",name="${name}"`;
    await until('Every pod is heard', async () => {
      const pods = await monitors.prometheus.ask(`spacetime_build_info{${world}}`);
      const told = await monitors.prometheus.ask(`spacetime_operator_world_info{${world},phase="Stable"}`);
      return pods.length === spec.replicas && told.length === 1 ? true : undefined;
    });
    // What Prometheus has not heard yet is down until it has.
    await until('Nothing is wrong', async () => {
      const alerts = await monitors.prometheus.ask(`ALERTS{alertstate="firing",${world}}`);
      return alerts.length === 0 ? true : undefined;
    });
  },
  4 * minutes,
);

it(
  'a world whose pods stand still pages whoever is on call, and says so when it is over',
  async () => {
    const before = monitors.pages.length;
    const processes = await runtimes();
    await signal('SIGSTOP', processes);
    try {
      const { labels: told, annotations } = await page('APIDown', 'firing', before);
      expect(told['severity']).toBe('critical');
      expect(annotations).toMatchObject({
        contact_on_call_primary: 'Platform rota: +1 555 0100',
        runbook_url: 'https://wiki.example.com/runbook/APIDown.md',
        description: expect.stringMatching(
          /The operator has the world in phase \w+; users have revision \w+/,
        ),
      });
    } finally {
      await signal('SIGCONT', processes);
    }
    await page('APIDown', 'resolved', before);
  },
  8 * minutes,
);

it(
  'a release that was rolled back is told with what the operator did, until the spec asks for what users have',
  async () => {
    const { world } = stage;
    const before = monitors.pages.length;
    await world.apply({ ...spec, image: faultyImage('crashesAtStart') });
    const { status } = await world.settled();
    const { name, reason } = holdOf(status) ?? {};
    const { annotations } = await page('ReleaseRolledBack', 'firing', before);
    expect(annotations['description']).toContain(`The condition Held says ${reason}.`);
    expect(annotations['description']).toMatch(
      new RegExp(`It rolled revision ${name} back .+ ago: ${reason}\\.`),
    );
    await world.apply(spec);
    await page('ReleaseRolledBack', 'resolved', before);
  },
  6 * minutes,
);
