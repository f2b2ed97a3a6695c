import { anOwner, revisions } from '../../test/builders.ts';
import { render } from './render.ts';

const { a } = revisions;
const templateOf = (spec: object = {}, pinned: Parameters<typeof render>[2] = []) => {
  const { template, config } = render(anOwner(spec), a, pinned);
  const pod = template.spec;
  const [container] = pod?.containers ?? [];
  if (!pod || !container) throw new Error('A template has a pod with a container.');
  return { template, config, pod, container };
};
const variables = (spec: object = {}) =>
  Object.fromEntries((templateOf(spec).container.env ?? []).map(({ name, value }) => [name, value]));

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/, level restricted. */
it('pods fit Pod Security restricted', () => {
  const mounts = [{ name: 'keys', secretRef: { name: 'keys' } }];
  const spec = { secrets: { mounts }, tls: { secretRef: { name: 'cert' } } };
  const { pod } = templateOf(spec, [{ mount: 'keys', data: { key: 'eA==' } }]);
  const allowed = [
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ];
  const kinds = (pod.volumes ?? []).flatMap(({ name: _, ...kind }) => Object.keys(kind));
  expect(kinds.filter((kind) => !allowed.includes(kind))).toEqual([]);
  expect(pod).not.toMatchObject({ hostNetwork: true });
  expect([pod.hostNetwork, pod.hostPID, pod.hostIPC, pod.initContainers, pod.ephemeralContainers]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  for (const { securityContext, ports } of pod.containers) {
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(ports?.filter(({ hostPort }) => hostPort !== undefined)).toEqual([]);
  }
});

it('pods have no token of the cluster', () => {
  expect(templateOf().pod).toMatchObject({
    serviceAccountName: 'plaza',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
  });
});

it('equal input renders equal bytes', () => {
  const spec = { env: [{ name: 'A', value: '1' }] };
  const bytes = () =>
    JSON.stringify(render(anOwner(spec), a, [{ mount: 'm', data: { z: 'eA==', b: 'eQ==' } }]));
  expect(bytes()).toBe(bytes());
});

it('the checklist’s variables are always set', () => {
  expect(variables()).toEqual({
    GODOT_ENV: 'production',
    GODOT_ENABLE_HTTP_API: 'true',
    GODOT_LOG_LEVEL: 'info',
    GODOT_API_PORT: '8080',
    GODOT_TELEMETRY_PORT: '8081',
    GODOT_DISCOVERY_PORT: '8087',
    SPACETIME_REVISION: a,
    SPACETIME_SERVICE_PREFIX: 'plaza',
    SPACETIME_REQUESTS_PER_MINUTE: '100',
    SPACETIME_ACCESS: 'Public',
    SPACETIME_DATABASE_DIR: '/var/run/secrets/spacetime.dev/database',
    SPACETIME_DATABASE_CONNECTIONS: '5',
    SPACETIME_WEBHOOK_RETRIES: 'Standard',
    SPACETIME_JOBS_CONCURRENCY: '3',
    SPACETIME_DISCOVERY_MODE: 'Answer',
    SPACETIME_CONFIG_DIR: '/etc/spacetime',
    SPACETIME_TOKENS_DIR: '/var/run/secrets/spacetime.dev/tokens',
    SPACETIME_TOKEN_OVERLAP_SECONDS: '3600',
    SPACETIME_TLS_DIR: '/var/run/secrets/spacetime.dev/tls',
    SPACETIME_TLS_PORT: '8443',
    SPACETIME_DRAIN_SECONDS: '30',
  });
});

it('the pod is told its address, at which the other pods of the world find it', () => {
  expect(templateOf().container.env).toContainEqual({
    name: 'SPACETIME_POD_IP',
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } },
  });
});

it('the user’s variables come after them, and origins as one', () => {
  const spec = {
    api: { corsOrigins: ['https://a.example', 'https://b.example'] },
    env: [{ name: 'MODE', value: 'x' }],
  };
  expect(variables(spec)).toMatchObject({
    SPACETIME_CORS_ORIGINS: 'https://a.example,https://b.example',
    MODE: 'x',
  });
  expect(templateOf(spec).container.env?.at(-1)).toEqual({ name: 'MODE', value: 'x' });
});

it('no secret value stands in the environment or in the configuration', () => {
  const pinned = [{ mount: 'keys', data: { key: btoa('a secret value') } }];
  const text = JSON.stringify(render(anOwner(), a, pinned));
  expect(text).not.toContain(btoa('a secret value'));
});

it('the whitelist is that of the own environment alone', () => {
  const scenes = {
    whitelist: { production: ['res://p.tscn'], staging: ['res://s.tscn'] },
    blacklist: ['res://b.tscn'],
  };
  expect(
    JSON.parse(templateOf({ scenes, environment: 'staging' }).config['scene_whitelist.json'] ?? ''),
  ).toEqual({
    staging: ['res://s.tscn'],
    blacklist: ['res://b.tscn'],
  });
});

it('requests, limits and probes are those of the spec', () => {
  const { container } = templateOf({
    resources: { requests: { cpu: 1 }, limits: { memory: '2Gi' } },
    probes: { startup: { timeoutSeconds: 90 }, liveness: { periodSeconds: 20 } },
  });
  expect(container.resources).toEqual({
    requests: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '256Mi' },
    limits: { cpu: '2', memory: '2Gi', 'ephemeral-storage': '2Gi' },
  });
  expect(container.startupProbe).toMatchObject({
    httpGet: { path: '/health', port: 'http' },
    failureThreshold: 90,
  });
  expect(container.livenessProbe).toEqual({
    httpGet: { path: '/status', port: 'http' },
    periodSeconds: 20,
    timeoutSeconds: 2,
    failureThreshold: 3,
  });
  expect(container.readinessProbe).toMatchObject({
    httpGet: { path: '/health', port: 'http' },
    periodSeconds: 2,
  });
});

it('a pod is given longer to end than its sessions get to move', () => {
  expect(templateOf({ drainSeconds: 60 }).pod.terminationGracePeriodSeconds).toBe(75);
});

it('only /tmp can be written', () => {
  const { container } = templateOf({ tls: { secretRef: { name: 'cert' } } });
  const writable = container.volumeMounts?.filter(({ readOnly }) => !readOnly);
  expect(writable).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
});

it('the runtime sees the API token and no other key of the Secret', () => {
  expect(templateOf().pod.volumes).toContainEqual({
    name: 'tokens',
    secret: { secretName: 'plaza-secrets', items: [{ key: 'API_TOKEN', path: 'API_TOKEN' }] },
  });
});

it('it serves HTTPS where a certificate is referred to, from the Secret that the operator has checked', () => {
  const { pod, container } = templateOf({ tls: { secretRef: { name: 'cert' } } });
  expect(container.ports).toContainEqual({ name: 'https', containerPort: 8443, protocol: 'TCP' });
  expect(pod.volumes).toContainEqual({ name: 'tls', secret: { secretName: 'plaza-tls-serving' } });
  expect(JSON.stringify(templateOf())).not.toContain('https');
});

it('a pinned Secret is mounted from the copy of the revision', () => {
  const { pod, container } = templateOf({}, [{ mount: 'keys', data: { b: 'eQ==', a: 'eA==' } }]);
  expect(pod.volumes).toContainEqual({
    name: 'mount-keys',
    secret: {
      secretName: `plaza-${a}`,
      items: [
        { key: 'keys.a', path: 'a' },
        { key: 'keys.b', path: 'b' },
      ],
    },
  });
  expect(container.volumeMounts).toContainEqual({
    name: 'mount-keys',
    mountPath: '/var/run/secrets/spacetime.dev/keys',
    readOnly: true,
  });
});

describe('where pods run', () => {
  const spread = (pod: ReturnType<typeof templateOf>['pod']) =>
    pod.topologySpreadConstraints?.map(({ topologyKey, whenUnsatisfiable }) => [
      topologyKey,
      whenUnsatisfiable,
    ]);

  it('is apart from others of the revision where there is room, and else anywhere', () => {
    const { pod } = templateOf();
    expect(spread(pod)).toEqual([
      ['topology.kubernetes.io/zone', 'ScheduleAnyway'],
      ['kubernetes.io/hostname', 'ScheduleAnyway'],
    ]);
    expect(pod.topologySpreadConstraints?.map(({ labelSelector }) => labelSelector?.matchLabels)).toEqual(
      Array(2).fill({
        'app.kubernetes.io/instance': 'plaza',
        'app.kubernetes.io/component': 'runtime',
        'spacetime.dev/revision': a,
      }),
    );
    expect(Object.keys(pod)).not.toEqual(
      expect.arrayContaining(['nodeSelector', 'tolerations', 'priorityClassName']),
    );
  });

  it('is as the spec says', () => {
    const placement = {
      nodeSelector: { disk: 'fast' },
      tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
      priorityClassName: 'high',
      spread: { zones: 'Disabled', nodes: 'Required' },
    };
    const { pod } = templateOf({ placement });
    const { spread: _, ...rest } = placement;
    expect(pod).toMatchObject(rest);
    expect(spread(pod)).toEqual([['kubernetes.io/hostname', 'DoNotSchedule']]);
    // All pods on the only node would be evenly spread too.
    expect(pod.topologySpreadConstraints?.map(({ minDomains }) => minDomains)).toEqual([2]);
  });
});

it('pods have the labels and annotations that the user adds, and none of ours is changed by them', () => {
  const podMetadata = {
    labels: { team: 'xr', 'spacetime.dev/revision': 'mine' },
    annotations: { 'sidecar.example.com/inject': 'true' },
  };
  const { template } = templateOf({ podMetadata });
  expect(template.metadata).toEqual({
    labels: { ...templateOf().template.metadata?.labels, team: 'xr' },
    annotations: podMetadata.annotations,
  });
  expect(templateOf().template.metadata).not.toHaveProperty('annotations');
});
