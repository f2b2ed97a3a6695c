import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const folder = join(import.meta.dirname, '../argocd/resource_customizations/spacetime.dev/SpaceTime');
const key = (what: 'health' | 'actions') => `resource.customizations.${what}.spacetime.dev_SpaceTime`;

/** The scripts for Argo CD in the form of its settings (ConfigMap argocd-cm), for installations that do not bring them along. */
export const argocdConfigMap = (): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
  data: { [key('health')]: script('health.lua'), [key('actions')]: stringify(actions(), { lineWidth: 0 }) },
});

const actions = () => ({
  'discovery.lua': script('actions/discovery.lua'),
  definitions: readdirSync(join(folder, 'actions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'testdata')
    .map(({ name }) => ({ name, 'action.lua': script(`actions/${name}/action.lua`) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
});

const script = (path: string): string => readFileSync(join(folder, path), 'utf8');
