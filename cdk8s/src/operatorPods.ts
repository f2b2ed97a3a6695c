import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { healthPort, labels, name, selector } from './names.ts';
import type { Settled } from './settings.ts';

/** Where each setting goes; the Helm chart places expressions, everybody else what `placed` makes of their settings. */
export interface Placed {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly imagePullSecrets?: unknown;
  readonly replicas: unknown;
  readonly whenNoOwnNode: string;
  /** On how many nodes they must be; absent where they only should. */
  readonly ownNodes?: unknown;
  readonly resources: unknown;
  readonly nodeSelector?: unknown;
  readonly tolerations?: unknown;
  readonly affinity?: unknown;
  readonly priorityClassName?: string;
  readonly logLevel: string;
  readonly databaseImage: string;
  readonly checkBrowserImage?: string;
  readonly sharedGateways?: string;
  readonly runbookBaseURL: string;
}

/** What is empty is left out, as a person would write it. */
export function placed({ crds: _, podMonitor: __, spread, ...settings }: Settled): Placed {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => !isEmpty(value)));
  const nodes =
    spread === 'Required'
      ? { whenNoOwnNode: 'DoNotSchedule', ownNodes: settings.replicas }
      : { whenNoOwnNode: 'ScheduleAnyway' };
  return { ...(given as Omit<Placed, 'whenNoOwnNode'>), ...nodes };
}

const isEmpty = (value: unknown) =>
  value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** Several replicas, of which one works at a time and another takes over. */
export function addOperatorPods(scope: Construct, namespace: string, settings: Placed): void {
  const metadata = { name, namespace, labels };
  new ApiObject(scope, 'deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: settings.replicas,
      revisionHistoryLimit: 3,
      selector,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { metadata: { labels }, spec: podSpec(settings) },
    },
  });
  new ApiObject(scope, 'disruption-budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector },
  });
}

const spread = (topologyKey: string, whenUnsatisfiable: string, minDomains?: unknown) => ({
  maxSkew: 1,
  // Without it, one node alone would be evenly spread.
  minDomains,
  topologyKey,
  whenUnsatisfiable,
  labelSelector: selector,
});

const podSpec = (settings: Placed) => ({
  serviceAccountName: name,
  imagePullSecrets: settings.imagePullSecrets,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  nodeSelector: settings.nodeSelector,
  tolerations: settings.tolerations,
  affinity: settings.affinity,
  priorityClassName: settings.priorityClassName,
  topologySpreadConstraints: [
    spread('kubernetes.io/hostname', settings.whenNoOwnNode, settings.ownNodes),
    spread('topology.kubernetes.io/zone', 'ScheduleAnyway'),
  ],
  terminationGracePeriodSeconds: 30,
  containers: [container(settings)],
});

const container = (settings: Placed) => ({
  name: 'operator',
  image: settings.image,
  imagePullPolicy: settings.imagePullPolicy,
  env: [
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
    { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    { name: 'LOG_LEVEL', value: settings.logLevel },
    { name: 'RUNBOOK_BASE_URL', value: settings.runbookBaseURL },
    { name: 'DATABASE_IMAGE', value: settings.databaseImage },
    // Its image also holds the program that checks releases.
    { name: 'CHECK_IMAGE', value: settings.image },
    ...(settings.checkBrowserImage
      ? [{ name: 'CHECK_BROWSER_IMAGE', value: settings.checkBrowserImage }]
      : []),
    ...(settings.sharedGateways ? [{ name: 'SHARED_GATEWAYS', value: settings.sharedGateways }] : []),
  ],
  ports: [{ name: 'health', containerPort: healthPort }],
  startupProbe: probe('/livez', { periodSeconds: 1, failureThreshold: 60 }),
  livenessProbe: probe('/livez', { periodSeconds: 10, failureThreshold: 3 }),
  readinessProbe: probe('/readyz', { periodSeconds: 5, failureThreshold: 2 }),
  resources: settings.resources,
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
