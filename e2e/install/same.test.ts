import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { installation } from '../../cdk8s/src/main.ts';
import type { OperatorSettings } from '../../cdk8s/src/settings.ts';
import { SpaceTimeOperator } from '../../cdk8s/src/spaceTimeOperator.ts';
import type { KubeObject } from '../../operator/src/kube/types.ts';
import { byName, helmTemplate, kustomization } from './rendered.ts';

const objects = (settings: OperatorSettings = {}, namespace?: string) =>
  byName(installation(settings, namespace) as readonly KubeObject[]);

/** What says that Helm made an object, and keeps the definition when it goes. Nothing else may differ. */
const marksOfHelm = ['app.kubernetes.io/managed-by', 'helm.sh/chart', 'helm.sh/resource-policy'];

const without = (given: Readonly<Record<string, string>> | undefined) =>
  Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => !marksOfHelm.includes(name)));

function unmarked(object: KubeObject): KubeObject {
  const { labels, annotations, ...metadata } = object.metadata;
  const kept = Object.entries({ labels: without(labels), annotations: without(annotations) });
  const given = kept.filter(([, values]) => Object.keys(values).length > 0);
  return { ...object, metadata: { ...metadata, ...Object.fromEntries(given) } };
}

const byHelm = async (...settings: readonly string[]) => byName((await helmTemplate(settings)).map(unmarked));

/** Helm makes the namespace of a release by itself: `--create-namespace`. */
const exceptNamespace = (settings: OperatorSettings) => {
  const { 'Namespace spacetime-system': _, ...others } = objects(settings);
  return others;
};

const everything = {
  image: 'registry.example.com:5000/operator@sha256:abc',
  imagePullPolicy: 'Always',
  imagePullSecrets: [{ name: 'registry' }],
  replicas: 3,
  spread: 'Required',
  resources: { requests: { cpu: '50m' }, limits: { memory: '1Gi' } },
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }],
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
  priorityClassName: 'system-cluster-critical',
  logLevel: 'debug',
  databaseImage: 'registry.example.com/postgres:18',
  checkBrowserImage: 'registry.example.com/operator:1-browser',
  sharedGateways: 'public=edge/main',
  runbookBaseURL: 'https://wiki.example.com/xr',
  podMonitor: { enabled: true },
} satisfies OperatorSettings;

describe('the same objects come from', () => {
  it('dist/install.yaml', () => {
    const file = join(import.meta.dirname, '../../dist/install.yaml');
    const all = parseAllDocuments(readFileSync(file, 'utf8')).map((one) => one.toJS() as KubeObject);
    expect(byName(all)).toEqual(objects());
  });

  it('Helm, with its default values', async () => {
    expect(await byHelm()).toEqual(exceptNamespace({}));
  });

  it('Helm, with every value set', async () => {
    const values = Object.entries(everything).flatMap(([name, value]) => [
      '--set-json',
      `${name}=${JSON.stringify(value)}`,
    ]);
    // Helm adds the values given to those of a map that has a default.
    const resources = {
      requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '32Mi' },
      limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '128Mi' },
    };
    expect(await byHelm(...values)).toEqual(exceptNamespace({ ...everything, resources }));
  });

  it('Helm, without the definition', async () => {
    expect(await byHelm('--set', 'crds.enabled=false')).toEqual(
      exceptNamespace({ crds: { enabled: false } }),
    );
  });

  it('Helm, as a part of another chart and in a namespace whose name looks like a number', async () => {
    const all = await helmTemplate(['--set', 'global.region=eu'], '123');
    const namespaces = all.flatMap(({ metadata }) => metadata.namespace ?? []);
    expect(new Set(namespaces)).toEqual(new Set(['123']));
  });

  it.each([
    ['sharedGateways=public', 'sharedGateways'],
    ['runbookBaseURL=wiki', 'runbookBaseURL'],
    ['nothing=1', 'nothing'],
  ])('Helm refuses %s and names it', async (value, name) => {
    await expect(helmTemplate(['--set', value])).rejects.toThrow(name);
  });

  it('kustomize', async () => {
    expect(byName(await kustomization('kustomize/base'))).toEqual(objects());
  });

  it.each<[string, OperatorSettings, string | undefined]>([
    ['other-namespace', {}, 'platform'],
    ['high-availability', { replicas: 3, spread: 'Required' }, undefined],
    [
      'own-registry',
      {
        image: 'registry.example.com/spacetime-operator:0.1.0',
        imagePullSecrets: [{ name: 'registry' }],
        databaseImage: 'registry.example.com/postgres:18.4',
      },
      undefined,
    ],
  ])('the overlay %s and the settings that say the same', async (overlay, settings, namespace) => {
    expect(byName(await kustomization(`kustomize/overlays/${overlay}`))).toEqual(
      objects(settings, namespace),
    );
  });

  it('the construct', () => {
    const chart = new Chart(Testing.app(), 'chart');
    new SpaceTimeOperator(chart, 'operator', everything);
    expect(byName(chart.toJson())).toEqual(objects(everything));
  });
});
