import { labels as ours } from '../../api/identity.ts';
import type { ConfigMap, GrafanaDashboard, KubeObject, ObjectMeta } from '../../kube/types.ts';
import { childMetadata } from '../metadata.ts';
import type { Owner } from '../owner.ts';
import { dashboard } from './dashboard.ts';
import type { MonitoringFound } from './found.ts';

/** How Grafana gets the dashboard of a world; absent where it does not. */
export function dashboardKind(
  { spec }: Pick<Owner, 'spec'>,
  { grafana }: MonitoringFound,
): 'ConfigMap' | 'GrafanaDashboard' | undefined {
  const { mode, instanceSelector } = spec.monitoring.dashboard;
  switch (mode) {
    case 'Disabled':
      return undefined;
    case 'ConfigMap':
      return 'ConfigMap';
    case 'GrafanaDashboard':
      return grafana ? 'GrafanaDashboard' : undefined;
    case 'Auto':
      return grafana && instanceSelector ? 'GrafanaDashboard' : 'ConfigMap';
  }
}

/** The dashboard of a world, for the sidecar of a Grafana or for the Grafana operator. */
export function dashboardObjects(owner: Owner, found: MonitoringFound): readonly KubeObject[] {
  switch (dashboardKind(owner, found)) {
    case 'ConfigMap':
      return [configMap(owner)];
    case 'GrafanaDashboard':
      return [grafanaDashboard(owner)];
    case undefined:
      return [];
  }
}

const jsonOf = (owner: Owner): string => JSON.stringify(dashboard(owner));

const configMap = (owner: Owner): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    ...metadataOf(owner, `${owner.name}-dashboard`),
    ...folderOf(owner),
  },
  data: { [`${owner.namespace}-${owner.name}.json`]: jsonOf(owner) },
});

const grafanaDashboard = (owner: Owner): GrafanaDashboard => ({
  apiVersion: 'grafana.integreatly.org/v1beta1',
  kind: 'GrafanaDashboard',
  metadata: metadataOf(owner, owner.name),
  spec: {
    instanceSelector: { matchLabels: { ...owner.spec.monitoring.dashboard.instanceSelector?.matchLabels } },
    json: jsonOf(owner),
    ...(owner.spec.monitoring.dashboard.folder && { folder: owner.spec.monitoring.dashboard.folder }),
  },
});

/** Where the sidecar puts the dashboard. Source: Grafana's Helm chart, sidecar.dashboards.folderAnnotation. */
const folderOf = ({ spec }: Owner): Pick<ObjectMeta, 'annotations'> => {
  const { folder } = spec.monitoring.dashboard;
  return folder ? { annotations: { grafana_folder: folder } } : {};
};

function metadataOf(owner: Owner, name: string): ObjectMeta {
  const metadata = childMetadata(owner, name);
  const asked = owner.spec.monitoring.dashboard.labels ?? { grafana_dashboard: '1' };
  const own = [ours.instance, ours.managedBy].map((label) => [label, metadata.labels?.[label] ?? '']);
  return { ...metadata, labels: { ...metadata.labels, ...asked, ...Object.fromEntries(own) } };
}
