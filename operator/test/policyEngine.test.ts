import { parse } from 'yaml';
import type { NetworkPolicy } from '../src/kube/types.ts';
import { type Endpoint, mayConnect } from './policyEngine.ts';

/** A policy of namespace `default`, as the Kubernetes documentation writes its examples. */
const aPolicy = (spec: string): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'example', namespace: 'default' },
  spec: parse(spec),
});

const aPod = (
  labels: Record<string, string>,
  namespace = 'default',
  namespaceLabels: Record<string, string> = {},
): Endpoint => ({
  address: '10.244.0.9',
  pod: {
    namespace,
    namespaceLabels: { 'kubernetes.io/metadata.name': namespace, ...namespaceLabels },
    labels,
    ports: [{ name: 'redis', protocol: 'TCP', port: 6379 }],
  },
});
const outside = (address: string): Endpoint => ({ address });

const database = aPod({ role: 'db' });
const other = aPod({ role: 'other' });

describe('the first example of the documentation', () => {
  const policy = aPolicy(`
    podSelector: {matchLabels: {role: db}}
    policyTypes: [Ingress, Egress]
    ingress:
    - from:
      - ipBlock: {cidr: 172.17.0.0/16, except: [172.17.1.0/24]}
      - namespaceSelector: {matchLabels: {project: myproject}}
      - podSelector: {matchLabels: {role: frontend}}
      ports: [{protocol: TCP, port: 6379}]
    egress:
    - to: [{ipBlock: {cidr: 10.0.0.0/24}}]
      ports: [{protocol: TCP, port: 5978}]
  `);
  const asks = (from: Endpoint, port = 6379, protocol: 'TCP' | 'UDP' = 'TCP') =>
    mayConnect([policy], { from, to: database, port, protocol });

  it.each<[string, Endpoint]>([
    ['pods of the namespace with role=frontend', aPod({ role: 'frontend' })],
    ['every pod of a namespace with project=myproject', aPod({}, 'theirs', { project: 'myproject' })],
    ['172.17.0.0 to 172.17.0.255', outside('172.17.0.255')],
    ['172.17.2.0 to 172.17.255.255', outside('172.17.2.0')],
  ])('lets %s in, on TCP port 6379 alone', (_, from) => {
    expect([asks(from), asks(from, 6380), asks(from, 6379, 'UDP')]).toEqual([true, false, false]);
  });

  it.each<[string, Endpoint]>([
    ['pods of another role', other],
    ['role=frontend of another namespace', aPod({ role: 'frontend' }, 'theirs')],
    ['what is excepted', outside('172.17.1.1')],
    ['what is outside of the range', outside('172.18.0.1')],
    ['addresses of the other family', outside('2001:db8::1')],
  ])('lets %s not in', (_, from) => {
    expect(asks(from)).toBe(false);
  });

  it('lets the pod reach its range of addresses and nothing else', () => {
    const reaches = (to: Endpoint, port: number) =>
      mayConnect([policy], { from: database, to, port, protocol: 'TCP' });
    expect([
      reaches(outside('10.0.0.7'), 5978),
      reaches(outside('10.0.0.7'), 5979),
      reaches(outside('10.0.1.7'), 5978),
    ]).toEqual([true, false, false]);
  });

  it('leaves pods that it does not select as they are', () => {
    expect(mayConnect([policy], { from: outside('8.8.8.8'), to: other, port: 1, protocol: 'TCP' })).toBe(
      true,
    );
  });
});

describe('two selectors', () => {
  const both = aPolicy(`
    podSelector: {}
    ingress:
    - from:
      - namespaceSelector: {matchLabels: {user: alice}}
        podSelector: {matchLabels: {role: client}}
  `);
  const either = aPolicy(`
    podSelector: {}
    ingress:
    - from:
      - namespaceSelector: {matchLabels: {user: alice}}
      - podSelector: {matchLabels: {role: client}}
  `);
  const lets = (policy: NetworkPolicy, from: Endpoint) =>
    mayConnect([policy], { from, to: database, port: 1, protocol: 'TCP' });
  const sources = [
    aPod({ role: 'client' }, 'alices', { user: 'alice' }),
    aPod({}, 'alices', { user: 'alice' }),
    aPod({ role: 'client' }),
  ];

  it('of one peer both have to fit, and of two peers one', () => {
    expect(sources.map((from) => lets(both, from))).toEqual([true, false, false]);
    expect(sources.map((from) => lets(either, from))).toEqual([true, true, true]);
  });
});

describe('default policies', () => {
  const verdicts = (...policies: readonly string[]) => {
    const all = policies.map(aPolicy);
    const connection = { port: 80, protocol: 'TCP' } as const;
    return [
      mayConnect(all, { from: outside('8.8.8.8'), to: database, ...connection }),
      mayConnect(all, { from: database, to: outside('8.8.8.8'), ...connection }),
    ];
  };

  it.each<[string, string, readonly boolean[]]>([
    ['deny all that comes in', '{podSelector: {}, policyTypes: [Ingress]}', [false, true]],
    ['allow all that comes in', '{podSelector: {}, ingress: [{}], policyTypes: [Ingress]}', [true, true]],
    ['deny all that goes out', '{podSelector: {}, policyTypes: [Egress]}', [true, false]],
    ['allow all that goes out', '{podSelector: {}, egress: [{}], policyTypes: [Egress]}', [true, true]],
    ['deny everything', '{podSelector: {}, policyTypes: [Ingress, Egress]}', [false, false]],
    ['are about what comes in where nothing else is said', '{podSelector: {}}', [false, true]],
    ['are about both where they have rules for both', '{podSelector: {}, egress: []}', [false, false]],
  ])('%s', (_, policy, expected) => {
    expect(verdicts(policy)).toEqual(expected);
  });

  it('add up: what one of them allows is allowed', () => {
    expect(
      verdicts('{podSelector: {}, policyTypes: [Ingress, Egress]}', '{podSelector: {}, ingress: [{}]}'),
    ).toEqual([true, false]);
  });
});

it('ports may be a range', () => {
  const policy = aPolicy(`
    podSelector: {matchLabels: {role: db}}
    policyTypes: [Egress]
    egress:
    - to: [{ipBlock: {cidr: 10.0.0.0/24}}]
      ports: [{protocol: TCP, port: 32000, endPort: 32768}]
  `);
  const reaches = (port: number) =>
    mayConnect([policy], { from: database, to: outside('10.0.0.1'), port, protocol: 'TCP' });
  expect([31999, 32000, 32768, 32769].map(reaches)).toEqual([false, true, true, false]);
});

it('a port may have the name that the pod gives it', () => {
  const policy = aPolicy('{podSelector: {}, ingress: [{ports: [{port: redis}]}]}');
  const asks = (port: number, protocol: 'TCP' | 'UDP' = 'TCP') =>
    mayConnect([policy], { from: other, to: database, port, protocol });
  expect([asks(6379), asks(6380), asks(6379, 'UDP')]).toEqual([true, false, false]);
});

it('namespaces may be chosen by several values of a label', () => {
  const policy = aPolicy(`
    podSelector: {matchLabels: {role: db}}
    policyTypes: [Egress]
    egress:
    - to: [{namespaceSelector: {matchExpressions: [{key: namespace, operator: In, values: [frontend, backend]}]}}]
  `);
  const reaches = (namespace: string) =>
    mayConnect([policy], {
      from: database,
      to: aPod({}, namespace, { namespace }),
      port: 1,
      protocol: 'TCP',
    });
  expect(['frontend', 'backend', 'other'].map(reaches)).toEqual([true, true, false]);
});

it.each([
  ['NotIn', true, false],
  ['Exists', false, true],
  ['DoesNotExist', true, false],
] as const)('a label may be asked for by %s', (operator, without, withOther) => {
  const values = operator === 'NotIn' ? ', values: [db, other]' : '';
  const policy = aPolicy(
    `{podSelector: {matchExpressions: [{key: role, operator: ${operator}${values}}]}, ingress: []}`,
  );
  const isSelected = (to: Endpoint) =>
    !mayConnect([policy], { from: outside('8.8.8.8'), to, port: 1, protocol: 'TCP' });
  expect([isSelected(aPod({})), isSelected(other)]).toEqual([without, withOther]);
});

it('a pod always reaches itself, and its node reaches it', () => {
  const policy = aPolicy('{podSelector: {}, policyTypes: [Ingress, Egress]}');
  const connection = { to: database, port: 80, protocol: 'TCP' } as const;
  const node: Endpoint = { address: '10.0.0.2', isOwnNode: true };
  expect(mayConnect([policy], { from: database, ...connection })).toBe(true);
  expect(mayConnect([policy], { from: node, ...connection })).toBe(true);
});
