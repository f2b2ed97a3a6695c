import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { labels, name, namespace } from './names.ts';

const metadata = { name, namespace, labels };
const selector = { matchLabels: { 'app.kubernetes.io/name': name } };
const healthPort = 8088;

/** Two replicas, of which one works at a time and the other takes over. */
export function operatorChart(scope: Construct, image: string): Chart {
  const chart = new Chart(scope, 'operator', { disableResourceNameHashes: true });
  new ApiObject(chart, 'deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 2,
      revisionHistoryLimit: 3,
      selector,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { metadata: { labels }, spec: podSpec(image) },
    },
  });
  new ApiObject(chart, 'disruption-budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector },
  });
  return chart;
}

const podSpec = (image: string) => ({
  serviceAccountName: name,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: selector,
  })),
  terminationGracePeriodSeconds: 30,
  containers: [container(image)],
});

const container = (image: string) => ({
  name: 'operator',
  image,
  imagePullPolicy: 'IfNotPresent',
  env: [
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
    { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    // Its image also holds the program that checks releases.
    { name: 'CHECK_IMAGE', value: image },
  ],
  ports: [{ name: 'health', containerPort: healthPort }],
  startupProbe: probe('/livez', { periodSeconds: 1, failureThreshold: 60 }),
  livenessProbe: probe('/livez', { periodSeconds: 10, failureThreshold: 3 }),
  readinessProbe: probe('/readyz', { periodSeconds: 5, failureThreshold: 2 }),
  resources: {
    requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '32Mi' },
    limits: { cpu: '1', memory: '512Mi', 'ephemeral-storage': '128Mi' },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
  },
});

const probe = (
  path: string,
  timing: { readonly periodSeconds: number; readonly failureThreshold: number },
) => ({
  httpGet: { path, port: 'health' },
  timeoutSeconds: 5,
  ...timing,
});
