import { aSpec } from '../../test/builders.ts';
import { canonicalInput, type PinnedContent } from './canonical.ts';

type Raw = { readonly [field: string]: unknown };
const defaults = aSpec({ image: 'default:1' });
const input = (raw: Raw = {}, pinned: readonly PinnedContent[] = []) =>
  canonicalInput(aSpec(raw), defaults, pinned);

it('of the smallest spec is its image alone', () => {
  expect(input()).toBe('{"image":"spacetime:v1.0.0"}');
});

describe('what reaches a pod makes another revision:', () => {
  it.each<[string, Raw]>([
    ['the image', { image: 'spacetime:v2.0.0' }],
    ['the pull policy', { imagePullPolicy: 'Always' }],
    ['the environment', { environment: 'staging' }],
    ['whether the API answers', { environment: 'development', api: { enabled: false } }],
    ['the port', { api: { port: 9000 } }],
    ['the log level', { api: { logLevel: 'debug' } }],
    ['the limit of requests', { api: { requestsPerMinute: 99 } }],
    ['the origins', { api: { corsOrigins: ['https://a.example'] } }],
    ['the telemetry port', { telemetry: { port: 9001 } }],
    ['the discovery port', { discovery: { port: 9002 } }],
    ['the discovery mode', { discovery: { mode: 'Broadcast' } }],
    ['the whitelist', { scenes: { whitelist: { production: ['res://other.tscn'] } } }],
    ['the blacklist', { scenes: { blacklist: ['res://vr_main.tscn'] } }],
    ['a variable', { env: [{ name: 'MODE', value: '1' }] }],
    ['the reference to the tokens', { secrets: { secretRef: { name: 'mine' } } }],
    ['a mount', { secrets: { mounts: [{ name: 'keys', secretRef: { name: 'keys' } }] } }],
    ['the reference to the certificate', { tls: { secretRef: { name: 'cert' } } }],
    ['the issuer of the certificate', { tls: { certManager: { issuerRef: { name: 'ca' } } } }],
    ['a certificate of the operator', { environment: 'development', tls: { selfSigned: {} } }],
    ['the TLS port', { tls: { port: 9443 } }],
    ['requests', { resources: { requests: { cpu: '300m' } } }],
    ['limits', { resources: { limits: { memory: '2Gi' } } }],
    ['the startup probe', { probes: { startup: { timeoutSeconds: 61 } } }],
    ['the liveness probe', { probes: { liveness: { periodSeconds: 11 } } }],
    ['the readiness probe', { probes: { readiness: { failureThreshold: 4 } } }],
    ['the time to drain', { drainSeconds: 31 }],
    ['the nodes', { placement: { nodeSelector: { disk: 'fast' } } }],
    ['a taint that is tolerated', { placement: { tolerations: [{ operator: 'Exists' }] } }],
    ['the priority', { placement: { priorityClassName: 'high' } }],
    ['the spread over zones', { placement: { spread: { zones: 'Required' } } }],
    ['the spread over nodes', { placement: { spread: { nodes: 'Disabled' } } }],
  ])('%s', (_, raw) => {
    const all = [input(), input({ environment: 'development' }), input(raw)];
    expect(new Set(all).size).toBe(3);
  });

  it('the value of a variable and where it stands', () => {
    const env = (...pairs: [string, string][]) => ({ env: pairs.map(([name, value]) => ({ name, value })) });
    const inputs = [env(['A', '1']), env(['A', '2']), env(['B', '1']), env(['A', '1'], ['B', '1'])];
    expect(new Set(inputs.map((raw) => input(raw))).size).toBe(4);
  });

  it('the content of a pinned Secret', () => {
    const mounts = { secrets: { mounts: [{ name: 'keys', secretRef: { name: 'keys' } }] } };
    const inputs = ['x', 'y'].map((digest) => input(mounts, [{ mount: 'keys', digest }]));
    expect(new Set([...inputs, input(mounts)]).size).toBe(3);
  });
});

describe('what reaches no pod makes none:', () => {
  it.each<[string, Raw]>([
    ['replicas', { replicas: 7 }],
    ['the autoscaling', { autoscaling: { maxReplicas: 9, targetCPUPercent: 50 } }],
    ['what is added to the metadata of pods', { podMetadata: { labels: { team: 'xr' }, annotations: {} } }],
    ['a pause', { paused: true }],
    ['the history limit', { revisionHistoryLimit: 3 }],
    ['credentials of the registry', { imagePullSecrets: [{ name: 'registry' }] }],
    ['whether tokens are made', { secrets: { generation: 'Never' } }],
    ['the exposure', { exposure: { service: { type: 'NodePort' } } }],
    ['the disruption budget', { disruption: { maxUnavailable: 2 } }],
    ['the canary', { rollout: { canary: { steps: [] }, bakeSeconds: 1 } }],
    ['the SLA', { rollout: { sla: { maxErrorPercent: 5, maxMemory: '1G' } } }],
    ['the checks', { rollout: { checks: { smoke: { mode: 'Disabled' } } } }],
    ['the whitelist of another environment', { scenes: { whitelist: { development: ['res://x.tscn'] } } }],
  ])('%s', (_, raw) => {
    expect(input(raw)).toBe(input());
  });
});

describe('another spelling makes none:', () => {
  it.each<[string, Raw, Raw]>([
    ['a default that is written out', { api: { port: 8080 }, drainSeconds: 30, env: [] }, {}],
    [
      'an amount',
      { resources: { limits: { cpu: '2000m', memory: '1024Mi' } } },
      { resources: { limits: { cpu: 2 } } },
    ],
    [
      'the order of variables',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      {
        env: [
          { value: '2', name: 'B' },
          { value: '1', name: 'A' },
        ],
      },
    ],
    [
      'the order of what is allowed',
      {
        api: { corsOrigins: ['https://b.example', 'https://a.example'] },
        scenes: {
          whitelist: { production: ['res://b.tscn', 'res://a.tscn'] },
          blacklist: ['res://d.tscn', 'res://c.tscn'],
        },
      },
      {
        scenes: {
          blacklist: ['res://c.tscn', 'res://d.tscn'],
          whitelist: { production: ['res://a.tscn', 'res://b.tscn'] },
        },
        api: { corsOrigins: ['https://a.example', 'https://b.example'] },
      },
    ],
    [
      'a placement that is written out, and the order of its tolerations',
      {
        placement: {
          nodeSelector: {},
          tolerations: [{ key: 'a' }, { key: 'b', operator: 'Exists' }],
          spread: { zones: 'Preferred', nodes: 'Preferred' },
        },
      },
      { placement: { tolerations: [{ operator: 'Exists', key: 'b' }, { key: 'a' }] } },
    ],
    [
      'the order of mounts',
      {
        secrets: {
          mounts: [
            { name: 'a', secretRef: { name: 's' } },
            { name: 'b', secretRef: { name: 't' } },
          ],
        },
      },
      {
        secrets: {
          mounts: [
            { name: 'b', secretRef: { name: 't' } },
            { name: 'a', secretRef: { name: 's' } },
          ],
        },
      },
    ],
  ])('%s', (_, one, other) => {
    expect(input(one)).toBe(input(other));
  });

  it('the order in which pinned Secrets were read', () => {
    const [x, y] = [
      { mount: 'a', digest: '1' },
      { mount: 'b', digest: '2' },
    ];
    expect(input({}, [x, y])).toBe(input({}, [y, x]));
  });

  it('a default of the environment, which is not that of production', () => {
    const development = { environment: 'development' };
    expect(input(development)).toBe('{"environment":"development","image":"spacetime:v1.0.0"}');
    expect(input({ ...development, scenes: { whitelist: { development: ['res://**'] } } })).toBe(
      input(development),
    );
  });
});

it('a field that comes with a default later changes no name', () => {
  const later = { ...aSpec(), api: { ...aSpec().api, colour: 'blue' } };
  const laterDefaults = { ...defaults, api: { ...defaults.api, colour: 'blue' } };
  expect(canonicalInput(later, laterDefaults, [])).toBe(input());
});
