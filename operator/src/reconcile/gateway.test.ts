import { stable } from '../../test/aRollout.ts';
import { aGateway, aRoute, behindGateway, weightsOf, withSaid, yes } from '../../test/aRoute.ts';
import { aWorld } from '../../test/aWorld.ts';
import { nameOf } from '../../test/memoryStore.ts';
import { labels } from '../api/identity.ts';
import { Invalid } from '../kube/errors.ts';
import type { HTTPRoute } from '../kube/types.ts';

const databaseImage = 'postgres:18';
const withSteps = (...percents: number[]) =>
  behindGateway({
    rollout: {
      canary: {
        steps: percents.map((trafficPercent) => ({ trafficPercent })),
        minSeconds: 8,
        minRequests: 1,
      },
      bakeSeconds: 3,
    },
  });

/** A world behind a Gateway that accepts whatever it is given. */
function aRoutedWorld() {
  const world = aWorld();
  world.upgrades({ databaseImage, optionalKinds: ['HTTPRoute'] });
  world.store.put(aGateway());
  const route = () => world.store.find<HTTPRoute>('HTTPRoute', 'plaza');
  const accept = () => {
    const live = route();
    if (live) world.store.put(withSaid(live, yes('Accepted'), yes('ResolvedRefs')));
  };
  const exposed = () => {
    const { status, reason } = world.status().conditions.find(({ type }) => type === 'Exposed') ?? {};
    return `${status} ${reason}`;
  };
  return { world, route, accept, exposed };
}

type World = ReturnType<typeof aRoutedWorld>['world'];

/** Weight of the candidate and share in status, each time that one of them changes until the release is over. */
async function shares({ status, turn }: World, route: () => HTTPRoute | undefined) {
  const seen: string[] = [];
  const { desiredRevision: before } = status();
  while (status().desiredRevision === before) await turn();
  const candidate = `plaza-${status().candidateRevision}-users`;
  while (status().candidateRevision) {
    const now = `${status().phase} ${weightsOf(route())[candidate] ?? 0} ${status().release?.trafficPercent}`;
    if (seen.at(-1) !== now) seen.push(now);
    await turn();
  }
  return seen;
}

it('a release has exactly the shares of its steps, also those that the same pods give', async () => {
  const { world, route, accept } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(1, 10, 50) });
  await world.settle();
  accept();
  world.asks({ image: 'spacetime:v2', ...withSteps(1, 10, 50) });
  const seen = await shares(world, route);
  expect(seen).toEqual(
    expect.arrayContaining([
      'Canary 1 1',
      'Canary 10 10',
      'Canary 25 25',
      'Canary 50 50',
      'Promoting 50 50',
      'Baking 100 100',
    ]),
  );
  expect(seen.indexOf('Canary 1 1')).toBeLessThan(seen.indexOf('Canary 10 10'));
  expect(weightsOf(route())).toEqual({ [`plaza-${world.status().stableRevision}-users`]: 100 });
});

it('tells the shares of the pods as long as no Gateway takes the route', async () => {
  const { world, route } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(1) });
  await world.settle();
  world.asks({ image: 'spacetime:v2', ...withSteps(1) });
  expect(await shares(world, route)).toContain('Canary 1 20');
});

it('a candidate that fails has no weight any more before it is told to drain', async () => {
  const { world, route } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  await world.settle();
  const stable = world.status().stableRevision;
  world.asks({ image: 'spacetime:fails', ...withSteps(50) });
  await world.until('RollingBack');
  const candidate = world.status().candidateRevision;
  expect(weightsOf(route())).toEqual({ [`plaza-${stable}-users`]: 100, [`plaza-${candidate}-users`]: 0 });
  const routed = world.cluster.effects.lastIndexOf('apply HTTPRoute plaza');
  expect(world.cluster.effects.slice(routed - 1, routed)).toEqual(['apply Service plaza']);
  expect(world.drained).not.toEqual([]);
});

it('a rollback reaches users of the Service and keeps the pods to which a route leads, even if the route is refused', async () => {
  const { world, route } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  await world.settle();
  world.asks({ image: 'spacetime:fails', ...withSteps(50) });
  await world.until('Canary');
  await world.turn();
  const { candidateRevision: candidate, stableRevision: before } = world.status();
  const weights = weightsOf(route());
  world.cluster.refuse((effect) => (effect === 'apply HTTPRoute plaza' ? new Invalid(effect) : undefined));
  for (let i = 0; i < 20; i++) await world.turn();
  const revisions = world.serving().map(({ metadata }) => metadata.labels?.[labels.revision]);
  expect([world.status().phase, new Set(revisions)]).toEqual(['RolledBack', new Set([before])]);
  expect(weightsOf(route())).toEqual(weights);
  expect(world.store.find('Deployment', `plaza-${candidate}`)).toBeDefined();
  world.cluster.refuse(() => undefined);
  await world.settle();
  expect(weightsOf(route())).toEqual({ [`plaza-${before}-users`]: 100 });
  expect(world.store.find('Deployment', `plaza-${candidate}`)).toBeUndefined();
});

it('is exposed when the Gateway says so, and says so once', async () => {
  const { world, accept, exposed } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  await world.settle();
  expect([exposed(), world.status().url]).toEqual(['Unknown AddressPending', 'https://plaza.example.com']);
  accept();
  await world.settle();
  expect(exposed()).toBe('True RouteAccepted');
  expect(world.cluster.told.filter((text) => text.startsWith('Normal Exposed'))).toHaveLength(1);
});

it('without the Gateway API it releases by pod counts, says so, and goes on when the API is there', async () => {
  const { world, route, exposed } = aRoutedWorld();
  world.upgrades({ databaseImage });
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  await world.settle();
  expect([world.status().phase, exposed(), route()]).toEqual([
    'Stable',
    'False GatewayAPIMissing',
    undefined,
  ]);
  world.upgrades({ databaseImage, optionalKinds: ['HTTPRoute'] });
  await world.settle();
  expect(weightsOf(route())).toEqual({ [`plaza-${world.status().stableRevision}-users`]: 100 });
  const reasons = world.cluster.told.map((text) => text.split(':')[0]);
  expect(reasons.filter((text) => text?.includes('OptionalAPI'))).toEqual([
    'Warning OptionalAPIMissing',
    'Normal OptionalAPIFound',
  ]);
});

it('serves users of its Service, and says so, while somebody else has a route of its name', async () => {
  const { world, route } = aRoutedWorld();
  world.store.put(aRoute(stable, 0));
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  for (let i = 0; i < 40; i++) await world.turn();
  expect([world.status().phase, world.serving().length]).toEqual(['Stable', 4]);
  const found = world.status().conditions.find(({ type }) => type === 'ConfigurationValid');
  expect(found).toMatchObject({ status: 'False', reason: 'NameTaken' });
  world.store.remove('HTTPRoute', 'plaza');
  await world.settle();
  expect(weightsOf(route())).toEqual({ [`plaza-${world.status().stableRevision}-users`]: 100 });
});

it('names the Services of a route before the route', async () => {
  const { world } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  await world.settle();
  const { effects } = world.cluster;
  const stable = world.status().stableRevision;
  expect(effects.indexOf(`apply Service plaza-${stable}-users`)).toBeLessThan(
    effects.lastIndexOf('apply HTTPRoute plaza'),
  );
});

it('takes the route away with the wish for it, and what it led to', async () => {
  const { world, route } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', replicas: 4 });
  await world.settle();
  const before = world.store.all().map(nameOf).sort();
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  await world.settle();
  expect(route()).toBeDefined();
  world.asks({ image: 'spacetime:v1', replicas: 4 });
  await world.settle();
  expect(world.store.all().map(nameOf).sort()).toEqual(before);
});

it('keeps what a route leads to while the Gateway API cannot be found', async () => {
  const { world } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  await world.settle();
  world.upgrades({ databaseImage });
  await world.settle();
  const service = `plaza-${world.status().stableRevision}-users`;
  expect(world.store.find('Service', service)).toBeDefined();
});
