import { aSpec } from '../../test/builders.ts';
import { artifactInput } from './artifact.ts';

type Raw = { readonly [field: string]: unknown };
const defaults = aSpec({ image: 'default:1' });
const input = (raw: Raw = {}) => artifactInput(aSpec(raw), defaults);

it('of the smallest spec is its image alone', () => {
  expect(input()).toBe('{"image":"spacetime:v1.0.0"}');
});

it.each<[string, Raw]>([
  ['the image', { image: 'spacetime:v2.0.0' }],
  ['the whitelist of any environment', { scenes: { whitelist: { development: ['res://other.tscn'] } } }],
  ['the blacklist', { scenes: { blacklist: ['res://vr_main.tscn'] } }],
  ['a variable', { env: [{ name: 'MODE', value: '1' }] }],
  ['webhooks', { webhooks: { retryProfile: 'Fast' } }],
  ['jobs', { jobs: { concurrency: 4 } }],
  ['telemetry', { telemetry: { port: 9001 } }],
  ['discovery', { discovery: { mode: 'Broadcast' } }],
  ['probes', { probes: { startup: { timeoutSeconds: 61 } } }],
  ['the port', { api: { port: 9000 } }],
  ['the limit of requests', { api: { requestsPerMinute: 99 } }],
])('%s makes another artifact', (_, raw) => {
  expect(input(raw)).not.toBe(input());
});

it.each<[string, Raw]>([
  ['the environment', { environment: 'staging' }],
  ['the log level', { api: { logLevel: 'debug' } }],
  ['the origins', { api: { corsOrigins: ['https://a.example'] } }],
  ['the proxies', { api: { trustedProxies: ['10.0.0.0/8'] } }],
  ['resources', { resources: { limits: { memory: '2Gi' } } }],
  ['replicas', { replicas: 9 }],
  ['the database', { database: { secretRef: { name: 'mine' } } }],
  ['the certificate', { tls: { secretRef: { name: 'cert' } } }],
  ['the tokens', { secrets: { secretRef: { name: 'mine' } } }],
  ['the release policy', { rollout: { bakeSeconds: 5 } }],
  ['promotion itself', { promotion: { allowedNamespaces: ['production'] } }],
])('%s may differ between environments', (_, raw) => {
  expect(input(raw)).toBe(input());
});

it('spelling makes no other one: a default that is written out, and the order of a list', () => {
  const one = { name: 'A', value: '1' };
  const other = { name: 'B', value: '2' };
  expect(input({ env: [other, one], jobs: { concurrency: 3 } })).toBe(input({ env: [one, other] }));
});
