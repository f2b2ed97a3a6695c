import { kubectl } from '../harness/kubectl.ts';
import { scenario, shortSpec } from '../harness/scenario.ts';

const { world, cluster, close } = await scenario('exposure');
const { namespace, name } = world;
const minutes = 60_000;

afterAll(close, 4 * minutes);

const spec = {
  ...shortSpec,
  environment: 'staging',
  exposure: { hostnames: ['world.example.com'], ingress: { className: 'nobody' } },
};

const exposed = (reason: string) =>
  world.until(`Exposed becomes ${reason}`, ({ status }) =>
    status.conditions.some((one) => one.type === 'Exposed' && one.reason === reason),
  );

const policies = async () => {
  const all = await cluster.list(`/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`);
  return all.map(({ metadata }) => metadata.name).sort();
};

it(
  'a world behind an Ingress is exposed as soon as a controller has given it an address',
  async () => {
    await world.apply(spec);
    await world.released();
    await exposed('AddressPending');
    const status = { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } };
    const patch = [
      'patch',
      'ingress',
      name,
      '--namespace',
      namespace,
      '--subresource=status',
      '--type=merge',
    ];
    await kubectl([...patch, '--patch', JSON.stringify({ status })]);
    const seen = await exposed('IngressReady');
    expect(seen.status.url).toBe('http://world.example.com');
  },
  4 * minutes,
);

it.each(['/api/status', '/status', '/metrics'])(
  'serves %s where the checklist asks for it',
  async (path) => {
    const answer = await fetch(`${await world.address()}${path}`);
    expect([path, answer.status]).toEqual([path, 200]);
  },
  minutes,
);

it(
  'its NetworkPolicies come and go without a release',
  async () => {
    expect(await policies()).toEqual(['world-check', 'world-db', 'world-runtime']);
    const { status: before } = await world.settled();
    const networkPolicy = { mode: 'Disabled' };
    await world.apply({ ...spec, exposure: { ...spec.exposure, networkPolicy } });
    const { status } = await world.settled();
    expect(status.stableRevision).toBe(before.stableRevision);
    await kubectl([
      'wait',
      '--for=delete',
      '--namespace',
      namespace,
      'networkpolicy',
      '--all',
      '--timeout=60s',
    ]);
    expect(await policies()).toEqual([]);
  },
  4 * minutes,
);
