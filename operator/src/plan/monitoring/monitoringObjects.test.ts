import { stable } from '../../../test/aRollout.ts';
import { anOwner } from '../../../test/builders.ts';
import type { ConfigMap, GrafanaDashboard, KubeObject } from '../../kube/types.ts';
import { monitoringObjects } from './monitoringObjects.ts';

const both = { prometheus: true, grafana: true };
const neither = { prometheus: false, grafana: false };

const objects = (monitoring: object, found = both) =>
  monitoringObjects(anOwner({ monitoring }), stable, found);
const kinds = (all: readonly KubeObject[]) => all.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const of = <T extends KubeObject>(all: readonly KubeObject[], kind: string) =>
  all.find((one): one is T => one.kind === kind);

const forPrometheus = ['PodMonitor plaza', 'PrometheusRule plaza'];
const selected = { instanceSelector: { matchLabels: { dashboards: 'grafana' } } };

it.each<[string, object, typeof both, readonly string[]]>([
  ['where the cluster has nothing', {}, neither, ['ConfigMap plaza-dashboard']],
  [
    'where it has the Prometheus operator',
    {},
    { ...neither, prometheus: true },
    [...forPrometheus, 'ConfigMap plaza-dashboard'],
  ],
  [
    'where it has both operators, and no Grafana is named',
    {},
    both,
    [...forPrometheus, 'ConfigMap plaza-dashboard'],
  ],
  [
    'for the Grafana that is named',
    { dashboard: selected },
    both,
    [...forPrometheus, 'GrafanaDashboard plaza'],
  ],
  [
    'for a Grafana that is named, without its operator',
    { dashboard: selected },
    neither,
    ['ConfigMap plaza-dashboard'],
  ],
  [
    'for the Grafana operator alone, which is missing',
    { dashboard: { mode: 'GrafanaDashboard' } },
    neither,
    [],
  ],
  [
    'for the sidecar alone',
    { dashboard: { mode: 'ConfigMap', ...selected } },
    both,
    [...forPrometheus, 'ConfigMap plaza-dashboard'],
  ],
  ['without a dashboard', { dashboard: { mode: 'Disabled' } }, both, forPrometheus],
  ['when it is disabled', { mode: 'Disabled' }, both, []],
])('%s, that is what there is', (_, monitoring, found, expected) => {
  expect(kinds(objects(monitoring, found))).toEqual(expected);
});

it('Prometheus looks at the runtime pods of the world, and names world and revision', () => {
  expect(objects({ scrapeIntervalSeconds: 5 })[0]).toMatchObject({
    spec: {
      selector: {
        matchLabels: { 'app.kubernetes.io/instance': 'plaza', 'app.kubernetes.io/component': 'runtime' },
      },
      podMetricsEndpoints: [
        {
          port: 'http',
          path: '/metrics',
          interval: '5s',
          scrapeTimeout: '5s',
          relabelings: [{ targetLabel: 'name' }, { targetLabel: 'revision' }],
        },
      ],
    },
  });
});

it('labels of the user’s are there for the Prometheus that looks for them, beside those by which the operator knows its own', () => {
  const labels = { release: 'kube-prometheus-stack', app: 'mine' };
  for (const { metadata } of objects({ labels }).slice(0, 2))
    expect(metadata.labels).toMatchObject({
      ...labels,
      'app.kubernetes.io/instance': 'plaza',
      'app.kubernetes.io/managed-by': 'spacetime-operator',
    });
});

describe('the dashboard', () => {
  it('is found by the sidecar of Grafana, and put into its folder', () => {
    const found = of<ConfigMap>(objects({ dashboard: { folder: 'Worlds' } }), 'ConfigMap');
    expect(found?.metadata).toMatchObject({
      labels: { grafana_dashboard: '1' },
      annotations: { grafana_folder: 'Worlds' },
    });
    expect(JSON.parse(found?.data?.['worlds-plaza.json'] ?? '')).toMatchObject({
      title: 'SpaceTime: worlds/plaza',
    });
  });

  it('is given to the Grafana that is named', () => {
    const dashboard = { ...selected, folder: 'Worlds' };
    const found = of<GrafanaDashboard>(objects({ dashboard }), 'GrafanaDashboard');
    expect(found?.spec).toMatchObject(dashboard);
  });
});
