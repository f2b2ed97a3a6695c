import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { Pod, PrometheusRule } from '../../operator/src/kube/types.ts';
import {
  type Prometheus,
  type Started,
  startMonitor,
  startPrometheus,
} from '../../operator/test/prometheus.ts';
import { prometheusConfig } from '../../scripts/monitoringFiles.ts';
import type { Cluster } from './cluster.ts';
import { operatorPods } from './operator.ts';
import type { World } from './world.ts';

/** An alert as Alertmanager sends it to a webhook. Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export interface Page {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A Prometheus and an Alertmanager on this machine that watch over one world of the cluster, and whoever is on call. */
export interface Monitors {
  readonly prometheus: Prometheus;
  /** All that was sent to the webhook, in order. */
  readonly pages: readonly Page[];
  close(): Promise<void>;
}

/** Starts them with the rules that the operator has written for this world. */
export async function startMonitors(cluster: Cluster, world: World): Promise<Monitors> {
  const pages: Page[] = [];
  const onCall = await serve(async (request) => {
    const { alerts } = (await json(request)) as { readonly alerts: readonly Page[] };
    pages.push(...alerts);
    return {};
  });
  const discovery = await serve(() => targets(cluster, world));
  const alertmanager = await startAlertmanager(onCall.url);
  const path = objectPath(resources.prometheusRules, world.namespace, world.name);
  const rule = await cluster.read<PrometheusRule>(path);
  if (!rule) throw new Error(`There is no ${path}.`);
  const prometheus = await startPrometheus(
    configOf(discovery.url, new URL(alertmanager.url).host),
    rule.spec,
  );
  return {
    prometheus,
    pages,
    close: async () => {
      await prometheus.stop();
      await alertmanager.stop();
      for (const server of [onCall, discovery]) await server.close();
    },
  };
}

/** Sends each alert at once, and says when it is over. */
const startAlertmanager = (url: string): Promise<Started> =>
  startMonitor(
    'prometheus-alertmanager',
    {
      'alertmanager.yaml': {
        route: { receiver: 'on-call', group_by: ['...'], group_wait: '0s', group_interval: '1s' },
        receivers: [{ name: 'on-call', webhook_configs: [{ url, send_resolved: true }] }],
      },
    },
    (directory, address) => [
      `--config.file=${directory}/alertmanager.yaml`,
      `--storage.path=${directory}/data`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ],
  );

/** The configuration of this project, with another way to find pods: Debian builds Prometheus without that of Kubernetes. */
function configOf(discoveryUrl: string, alertmanager: string): object {
  const { global, scrape_configs } = prometheusConfig();
  return {
    global: { ...global, scrape_interval: '5s', scrape_timeout: '2s', evaluation_interval: '5s' },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    scrape_configs: scrape_configs.map(({ kubernetes_sd_configs: _, ...job }) => ({
      ...job,
      http_sd_configs: [{ url: discoveryUrl, refresh_interval: '5s' }],
    })),
  };
}

/** The pods of a world and of the operator, labelled as Prometheus' discovery of Kubernetes labels them. */
async function targets(cluster: Cluster, world: World): Promise<readonly object[]> {
  const pods = [
    ...(await cluster.list<Pod>(`/api/v1/namespaces/${world.namespace}/pods`)),
    ...(await operatorPods(cluster)),
  ];
  return pods.flatMap(targetsOf);
}

const targetsOf = ({ metadata, spec, status }: Pod): readonly object[] =>
  (spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports.map(({ name = '', containerPort }) => ({
      targets: status?.podIP ? [`${status.podIP}:${containerPort}`] : [],
      labels: {
        __meta_kubernetes_namespace: metadata.namespace ?? '',
        __meta_kubernetes_pod_name: metadata.name,
        __meta_kubernetes_pod_container_port_name: name,
        ...Object.fromEntries(
          Object.entries(metadata.labels ?? {}).map(([label, value]) => [
            `__meta_kubernetes_pod_label_${label.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`,
            value,
          ]),
        ),
      },
    })),
  );

interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Answers every request on a free port of this machine with JSON. */
async function serve(answer: (request: IncomingMessage) => Promise<unknown>): Promise<Served> {
  const server: Server = createServer((request, response) => {
    void answer(request).then(
      (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
