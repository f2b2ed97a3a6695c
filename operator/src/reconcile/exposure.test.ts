import { aGateway } from '../../test/aRoute.ts';
import { aWorld } from '../../test/aWorld.ts';
import type { HTTPRoute, Ingress, NetworkPolicy } from '../kube/types.ts';

const databaseImage = 'postgres:18';
const v1 = { image: 'spacetime:v1' };
const hostnames = ['plaza.example.com'];

/** A world that is on its way to what it was asked for last. */
function anExposedWorld(exposure: object) {
  const world = aWorld();
  world.asks({ ...v1, exposure });
  const condition = (type: string) => {
    const { status, reason } = world.status().conditions.find((one) => one.type === type) ?? {};
    return `${status} ${reason}`;
  };
  const names = (kind: string) =>
    world.store
      .all()
      .filter((object) => object.kind === kind)
      .map(({ metadata }) => metadata.name);
  return { world, condition, names };
}

describe('an Ingress', () => {
  it('is there while it is asked for, and told when it has an address', async () => {
    const { world, condition, names } = anExposedWorld({ hostnames, ingress: {} });
    world.asks({ ...v1, environment: 'staging', exposure: { hostnames, ingress: {} } });
    await world.settle();
    expect(condition('Exposed')).toBe('Unknown AddressPending');
    const live = world.store.find<Ingress>('Ingress', 'plaza');
    if (!live) throw new Error('There is an Ingress.');
    world.store.put({ ...live, status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } });
    await world.settle();
    expect(condition('Exposed')).toBe('True IngressReady');
    expect(world.cluster.told).toContain(
      'Normal Exposed: plaza.example.com by Ingress plaza: its address is 203.0.113.7.',
    );
    expect(world.status().url).toBe('http://plaza.example.com');

    world.asks({ ...v1, environment: 'staging' });
    await world.settle();
    expect([names('Ingress'), condition('Exposed')]).toEqual([[], 'True ServiceOnly']);
  });

  it('starts no release, nor does anything else of the exposure', async () => {
    const { world } = anExposedWorld({});
    await world.settle();
    const before = world.status().stableRevision;
    const networkPolicy = { from: [{ podSelector: {} }] };
    world.asks({ ...v1, exposure: { hostnames, ingress: { className: 'public' }, networkPolicy } });
    await world.settle();
    expect(world.status()).toMatchObject({
      desiredRevision: before,
      stableRevision: before,
      phase: 'Stable',
    });
  });
});

describe('NetworkPolicies', () => {
  const all = ['plaza-runtime', 'plaza-check', 'plaza-db'];

  it('come with the world and follow its spec', async () => {
    const { world, names } = anExposedWorld({});
    await world.settle();
    expect(names('NetworkPolicy')).toEqual(all);
    const from = [{ namespaceSelector: { matchLabels: { team: 'edge' } } }];
    world.asks({ ...v1, exposure: { networkPolicy: { from } } });
    await world.settle();
    const runtime = world.store.find<NetworkPolicy>('NetworkPolicy', 'plaza-runtime');
    expect(runtime?.spec?.ingress?.[0]?.from).toEqual(from);
  });

  it('go where nobody wants them, and come back', async () => {
    const { world, names } = anExposedWorld({ networkPolicy: { mode: 'Disabled' } });
    await world.settle();
    expect(names('NetworkPolicy')).toEqual([]);
    world.asks(v1);
    await world.settle();
    expect(names('NetworkPolicy')).toEqual(all);
    world.asks({ ...v1, exposure: { networkPolicy: { mode: 'Disabled' } } });
    await world.settle();
    expect(names('NetworkPolicy')).toEqual([]);
  });

  it('that cannot be written keep no pod from starting', async () => {
    const { world } = anExposedWorld({});
    world.cluster.refuse((effect) =>
      effect.startsWith('apply NetworkPolicy') ? new Error(effect) : undefined,
    );
    for (let second = 0; second < 60; second++) await world.turn();
    expect(world.status().phase).toBe('Stable');
    expect(world.serving().length).toBeGreaterThan(0);
  });
});

describe('a shared Gateway', () => {
  const exposure = { hostnames, gateway: { sharedGateways: ['public'] } };

  it('that nobody publishes is said, and is found when it is published', async () => {
    const { world, condition } = anExposedWorld(exposure);
    world.store.put({ ...aGateway(), metadata: { name: 'main', namespace: 'edge' } });
    world.upgrades({ databaseImage, optionalKinds: ['HTTPRoute'] });
    await world.settle();
    expect(condition('ConfigurationValid')).toBe('False SharedGatewayUnknown');
    expect(condition('Ready')).toBe('False SharedGatewayUnknown');

    const sharedGateways = [{ published: 'public', namespace: 'edge', name: 'main' }];
    world.upgrades({ databaseImage, optionalKinds: ['HTTPRoute'], sharedGateways });
    await world.settle();
    expect(condition('ConfigurationValid')).toBe('True Accepted');
    const route = world.store.find<HTTPRoute>('HTTPRoute', 'plaza');
    expect(route?.spec.parentRefs).toEqual([{ kind: 'Gateway', namespace: 'edge', name: 'main' }]);
  });
});
