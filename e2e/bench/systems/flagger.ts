import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { KubeObject, Pod, Service } from '../../../operator/src/kube/types.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { kubeconfig } from '../../harness/kubectl.ts';
import { type Load, startLoad } from '../../harness/load.ts';
import type { BenchDatabase } from '../database.ts';
import { startAggregator } from '../peers/aggregator.ts';
import { startController } from '../peers/controller.ts';
import { applyDefinitions } from '../peers/definitions.ts';
import { peerWorld } from '../peers/objects.ts';
import type { Peer } from '../peers/peer.ts';
import type { Place } from '../peers/place.ts';
import { goProgram } from '../peers/program.ts';
import { peerStand } from '../peers/stand.ts';
import type { Change, Standing, System } from '../system.ts';

const label = 'pod-template-hash';
const version = 'v1.44.0';

/** What its users choose. */
interface Setting {
  readonly verdictSeconds: number;
  readonly interval: string;
  readonly threshold: number;
  readonly iterations: number;
  /** Per cent of requests that must succeed, over so many seconds. */
  readonly min: number;
  readonly window: number;
  readonly loopInterval: string;
  readonly progress: object;
}

const settings: Readonly<Record<string, Setting>> = {
  // docs/gitbook/tutorials/kubernetes-blue-green.md: its numbers, and the defaults of the program.
  documented: {
    verdictSeconds: 900,
    interval: '30s',
    threshold: 2,
    iterations: 10,
    min: 99,
    window: 60,
    loopInterval: '10s',
    progress: { progressDeadlineSeconds: 60 },
  },
  // The shortest interval that the program accepts, and one failed check.
  fastest: {
    verdictSeconds: 240,
    interval: '10s',
    threshold: 1,
    iterations: 3,
    min: 95,
    window: 10,
    loopInterval: '1s',
    progress: { progressDeadlineSeconds: 60 },
  },
  // The fastest of which no good release of the bench is expected to be undone. More than 10 of the 200 requests of a check never fail by
  // chance where half a per cent do; a fault of five seconds that both revisions have fails up to two checks.
  matched: {
    verdictSeconds: 240,
    interval: '10s',
    threshold: 3,
    iterations: 3,
    min: 95,
    window: 10,
    loopInterval: '1s',
    progress: { progressDeadlineSeconds: 60 },
  },
};

/** Flagger without a mesh: a test of the new version beside the old one, then a rolling update, in each setting. */
export const flagger = (cluster: Cluster, database: BenchDatabase): readonly System[] =>
  Object.entries(settings).map(([setting, chosen]) => ({
    name: 'Flagger',
    setting,
    verdictSeconds: chosen.verdictSeconds,
    stand: async (first, scenario) => {
      const namespace = `bench-flagger-${scenario.toLowerCase()}`;
      const program = await goProgram('github.com/fluxcd/flagger', version, './cmd/flagger');
      await applyDefinitions(['-f', join(program.source, 'artifacts/flagger/crd.yaml')]);
      const aggregator = await startAggregator(cluster, namespace);
      const tester = await startTester(cluster, namespace);
      const controller = startController(namespace, program.path, [
        `-kubeconfig=${kubeconfig()}`,
        `-namespace=${namespace}`,
        '-mesh-provider=kubernetes',
        `-metrics-server=http://127.0.0.1:${aggregator.port}`,
        `-control-loop-interval=${chosen.loopInterval}`,
        '-log-level=info',
        // Any port that is free: several may run at once.
        '-port=0',
      ]);
      const place = { namespace, databaseURL: database.url, metricsPort: aggregator.port };
      const more = {
        controller,
        close: async () => void (await Promise.all([aggregator.close(), tester.close()])),
      };
      return peerStand(cluster, { ...peer(cluster, place, chosen, tester.port), ...more }, first);
    },
  }));

/** What its load tester does: traffic for the new version while it is tested, of which no user is part. */
async function startTester(cluster: Cluster, namespace: string) {
  let load: Load | undefined;
  const server = createServer((request, answer) => {
    request.resume();
    const end = (status: number) => answer.writeHead(status).end();
    goOn().then(
      () => end(200),
      () => end(503),
    );
  });
  let lastAt = 0;
  const timer = setInterval(() => {
    if (load && Date.now() - lastAt > 40_000) {
      void load.stop();
      load = undefined;
    }
  }, 1000);
  async function goOn(): Promise<void> {
    lastAt = Date.now();
    const path = `/api/v1/namespaces/${namespace}/services/world-canary`;
    const service = await cluster.read<Service>(path);
    if (!load && service?.spec?.clusterIP) load = startLoad({ url: `http://${service.spec.clusterIP}` });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      clearInterval(timer);
      await load?.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function peer(
  cluster: Cluster,
  place: Place,
  setting: Setting,
  testerPort: number,
): Omit<Peer, 'controller' | 'close'> {
  const { namespace } = place;
  return {
    namespace,
    kinds: 'canaries,metrictemplates,deployments,services,configmaps',
    watched: `/apis/flagger.app/v1beta1/namespaces/${namespace}/canaries/world`,
    scaled: 'deployment/world',
    objects: (change) => objects(place, setting, change, testerPort),
    standing,
    revisions: async () => {
      const pods = await cluster.list<Pod>(
        `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dworld-primary`,
      );
      const named = pods
        .toSorted((a, b) => Date.parse(created(a)) - Date.parse(created(b)))
        .map(({ metadata }) => metadata.labels?.[label] ?? '');
      return { stable: named[0] ?? '', trial: named.at(-1) ?? '' };
    },
  };
}

const created = ({ metadata }: Pod): string => metadata.creationTimestamp ?? '';

function objects(
  { namespace, databaseURL, metricsPort }: Place,
  setting: Setting,
  change: Change,
  testerPort: number,
): readonly object[] {
  const { configMap, secret, selector, template } = peerWorld(namespace, label, change, databaseURL);
  const metadata = { name: 'world', namespace };
  return [
    configMap,
    secret,
    {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'MetricTemplate',
      metadata,
      spec: {
        provider: { type: 'prometheus', address: `http://127.0.0.1:${metricsPort}` },
        query: `app,world,${setting.window}`,
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: 5, selector, template },
    },
    {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      metadata,
      spec: {
        provider: 'kubernetes',
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'world' },
        ...setting.progress,
        service: { port: 80, targetPort: 8080, portName: 'http' },
        analysis: {
          interval: setting.interval,
          threshold: setting.threshold,
          iterations: setting.iterations,
          metrics: [
            {
              name: 'success',
              templateRef: { name: 'world' },
              thresholdRange: { min: setting.min },
              interval: `${setting.window}s`,
            },
          ],
          webhooks: [
            { name: 'load', type: 'rollout', url: `http://127.0.0.1:${testerPort}/`, timeout: '5s' },
          ],
        },
      },
    },
  ];
}

interface CanaryStatus {
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
}

const standings: Readonly<Record<string, Standing>> = {
  Initialized: 'Settled',
  Succeeded: 'Settled',
  Failed: 'Undone',
  Progressing: 'Canary',
  Waiting: 'Canary',
  WaitingPromotion: 'Canary',
  Promoting: 'Canary',
  Finalising: 'Canary',
};

function standing(object: KubeObject): { at: Standing; reason: string } | undefined {
  const { phase = '', conditions = [] } = (object as KubeObject & { status?: CanaryStatus }).status ?? {};
  const at = standings[phase];
  if (at === undefined) return undefined;
  return { at, reason: conditions[0]?.message?.slice(0, 120) ?? phase };
}
