import type { Container, PodTemplate, Probe, StatefulSet } from '../kube/types.ts';
import { amounts } from './amounts.ts';
import { databaseName, databasePort } from './credentials.ts';
import type { WantedDatabase } from './databaseObjects.ts';
import { databaseCommand, databasePaths } from './databaseStart.ts';
import { databaseLabels, databaseMetadata, databaseSelectorOf } from './metadata.ts';
import type { Owner } from './owner.ts';
import { containerSecurity, podSecurity, user } from './podSecurity.ts';

/** Annotation on a pod: the fields of the spec that it was made from. A pod with others is replaced. */
export const settingsAnnotation = 'spacetime.dev/database-settings';
/** Annotation on a pod that becomes its list of users: initdb asks for the name of the user that it runs as. */
const usersAnnotation = 'spacetime.dev/users';

/** Seconds for the last checkpoint of a large database. */
const graceSeconds = 60;
/** Reading the log after a crash may take this long, and must not be cut off. */
const mostStartSeconds = 3600;

/** What a change of restarts the database; nothing else does. */
export const settingsOf = ({ image, managed }: Pick<WantedDatabase, 'image' | 'managed'>): string =>
  JSON.stringify({
    image,
    requests: amounts(managed.resources.requests),
    limits: amounts(managed.resources.limits),
  });

/**
 * One PostgreSQL. Pods are replaced by the operator and never by a change of the template, so that another operator,
 * which writes another template, restarts nothing.
 */
export const databaseSet = (owner: Owner, wanted: WantedDatabase): StatefulSet => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: databaseMetadata(owner, { retained: false }),
  spec: {
    replicas: 1,
    serviceName: databaseName(owner),
    selector: { matchLabels: databaseSelectorOf(owner) },
    updateStrategy: { type: 'OnDelete' },
    revisionHistoryLimit: 1,
    template: template(owner, wanted),
  },
});

const template = (owner: Owner, wanted: WantedDatabase): PodTemplate => ({
  metadata: {
    labels: databaseLabels(owner),
    annotations: {
      [settingsAnnotation]: settingsOf(wanted),
      [usersAnnotation]: `postgres:x:${user}:${user}::/:/sbin/nologin\n`,
    },
  },
  spec: {
    serviceAccountName: owner.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // Without this the kubelet opens every file to the group at each start, and PostgreSQL does not start then.
    securityContext: { ...podSecurity, fsGroupChangePolicy: 'OnRootMismatch' },
    terminationGracePeriodSeconds: graceSeconds,
    volumes: volumes(owner),
    containers: [container(wanted)],
  },
});

const volumes = (owner: Owner): NonNullable<NonNullable<PodTemplate['spec']>['volumes']> => [
  { name: 'data', persistentVolumeClaim: { claimName: databaseName(owner) } },
  {
    name: 'credentials',
    secret: {
      secretName: databaseName(owner),
      items: ['PASSWORD', 'SUPERUSER_PASSWORD'].map((key) => ({ key, path: key })),
    },
  },
  { name: 'sockets', emptyDir: {} },
  {
    name: 'users',
    downwardAPI: {
      items: [{ path: 'passwd', fieldRef: { fieldPath: `metadata.annotations['${usersAnnotation}']` } }],
    },
  },
];

const isReady = { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-p', String(databasePort)] } };
const probe = (more: Probe): Probe => ({ ...isReady, timeoutSeconds: 5, ...more });

const container = ({ image, managed }: WantedDatabase): Container => ({
  name: 'database',
  image,
  imagePullPolicy: 'IfNotPresent',
  command: [...databaseCommand(String(managed.resources.limits.memory))],
  ports: [{ name: 'postgres', containerPort: databasePort, protocol: 'TCP' }],
  startupProbe: probe({ periodSeconds: 1, failureThreshold: mostStartSeconds }),
  readinessProbe: probe({ periodSeconds: 2, failureThreshold: 2 }),
  // A fast shutdown; the signal that Kubernetes sends would wait for every client to leave by itself.
  lifecycle: { preStop: { exec: { command: ['sh', '-c', 'kill -INT 1'] } } },
  resources: { requests: amounts(managed.resources.requests), limits: amounts(managed.resources.limits) },
  securityContext: containerSecurity,
  volumeMounts: [
    { name: 'data', mountPath: databasePaths.data },
    { name: 'credentials', mountPath: databasePaths.credentials, readOnly: true },
    { name: 'sockets', mountPath: databasePaths.sockets },
    { name: 'users', mountPath: '/etc/passwd', subPath: 'passwd', readOnly: true },
  ],
});
