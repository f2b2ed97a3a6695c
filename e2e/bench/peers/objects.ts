import { createHash } from 'node:crypto';
import { firstImage } from '../../harness/images.ts';
import type { Change } from '../system.ts';

/** What a world is made of where no operator makes it, as its users would write it. */
export interface PeerWorld {
  readonly configMap: object;
  readonly secret: object;
  /** Selector and pod template of the Deployment or Rollout. */
  readonly selector: object;
  readonly template: object;
}

const app = 'world';

/**
 * The same pods as ours, named by the label that the controller gives its revisions. A change of configuration is a change of
 * the content of ConfigMap or Secret in place, with its checksum on the pods, so that it is rolled out at all.
 */
export function peerWorld(
  namespace: string,
  revisionLabel: string,
  change: Change,
  databaseURL: string,
): PeerWorld {
  const { image = firstImage, env = {}, memoryLimit = '512Mi' } = change;
  const whitelist = JSON.stringify({
    production: change.whitelist ?? ['res://vr_main.tscn'],
    blacklist: change.blacklist ?? [],
  });
  const data = { DATABASE_URL: change.databaseURL ?? databaseURL, API_TOKEN: 'a-token-of-the-bench-only' };
  const metadata = { name: app, namespace };
  const checksum = createHash('sha256')
    .update(whitelist)
    .update(JSON.stringify(data))
    .digest('hex')
    .slice(0, 16);
  return {
    configMap: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { 'scene_whitelist.json': whitelist },
    },
    secret: { apiVersion: 'v1', kind: 'Secret', metadata, stringData: data },
    selector: { matchLabels: { app } },
    template: {
      metadata: { labels: { app }, annotations: { checksum } },
      spec: {
        terminationGracePeriodSeconds: 45,
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          runAsGroup: 1000,
          fsGroup: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            name: 'runtime',
            image,
            imagePullPolicy: 'IfNotPresent',
            ports: [{ name: 'http', containerPort: 8080 }],
            env: [
              ...Object.entries({ ...settings, ...env }).map(([name, value]) => ({ name, value })),
              {
                name: 'SPACETIME_REVISION',
                valueFrom: { fieldRef: { fieldPath: `metadata.labels['${revisionLabel}']` } },
              },
              { name: 'SPACETIME_POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
            ],
            ...probes,
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: memoryLimit } },
            volumeMounts: [
              { name: 'config', mountPath: '/etc/spacetime', readOnly: true },
              { name: 'secret', mountPath: '/var/run/secrets/spacetime.dev/tokens', readOnly: true },
              { name: 'secret', mountPath: '/var/run/secrets/spacetime.dev/database', readOnly: true },
              { name: 'tmp', mountPath: '/tmp' },
            ],
          },
        ],
        volumes: [
          { name: 'config', configMap: { name: app } },
          { name: 'secret', secret: { secretName: app } },
          { name: 'tmp', emptyDir: {} },
        ],
      },
    },
  };
}

const settings = { GODOT_ENV: 'production', GODOT_ENABLE_HTTP_API: 'true' };

/** As our operator sets them. */
const probes = {
  startupProbe: {
    httpGet: { path: '/health', port: 'http' },
    periodSeconds: 1,
    timeoutSeconds: 2,
    failureThreshold: 60,
  },
  livenessProbe: {
    httpGet: { path: '/status', port: 'http' },
    periodSeconds: 10,
    timeoutSeconds: 2,
    failureThreshold: 3,
  },
  readinessProbe: {
    httpGet: { path: '/health', port: 'http' },
    periodSeconds: 2,
    timeoutSeconds: 2,
    failureThreshold: 2,
  },
};
