import { aGateway, behindGateway, isRoute, weightsOf, withSaid, yes } from '../../test/aRoute.ts';
import { aWorld } from '../../test/aWorld.ts';
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
  world.upgrades({ databaseImage, servesHTTPRoutes: true });
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
  const { world, route } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(1, 10, 50) });
  await world.settle();
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
  world.upgrades({ databaseImage, servesHTTPRoutes: true });
  await world.settle();
  expect(weightsOf(route())).toEqual({ [`plaza-${world.status().stableRevision}-users`]: 100 });
  const reasons = world.cluster.told.map((text) => text.split(':')[0]);
  expect(reasons.filter((text) => text?.includes('OptionalAPI'))).toEqual([
    'Warning OptionalAPIMissing',
    'Normal OptionalAPIFound',
  ]);
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

it('takes the route away with the wish for it', async () => {
  const { world } = aRoutedWorld();
  world.asks({ image: 'spacetime:v1', ...withSteps(50) });
  await world.settle();
  expect(world.store.all().filter(isRoute)).toHaveLength(1);
  world.asks({ image: 'spacetime:v1', replicas: 4 });
  await world.settle();
  expect(world.store.all().filter(isRoute)).toEqual([]);
});
