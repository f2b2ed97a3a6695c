import { aGateway, behindGateway, weightsOf } from '../../test/aRoute.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { labels } from '../api/identity.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import type { HTTPRoute, KubeObject, Pod, Service, Stored } from '../kube/types.ts';
import { isReady } from '../rollout/arm.ts';

const quick = {
  canary: { steps: [{ trafficPercent: 1 }, { trafficPercent: 50 }], minSeconds: 2, minRequests: 1 },
  bakeSeconds: 8,
};
const spec = (tag: string, more: object = {}) => ({
  image: `spacetime:${tag}`,
  ...behindGateway({ rollout: quick, ...more }),
});

const isPod = (object: KubeObject): object is Stored<Pod> => object.kind === 'Pod';
const readyPods = ({ store }: AWorld, selector: Readonly<Record<string, string>> = { nobody: '' }) =>
  store
    .all()
    .filter(isPod)
    .filter(isReady)
    .filter(({ metadata }) =>
      Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value),
    );

/** What is wrong with where the route sends users now. */
function wrongs(world: AWorld): readonly string[] {
  const route = world.store.find<HTTPRoute>('HTTPRoute', 'plaza');
  if (!route) return ['there is no route'];
  const backends = Object.entries(weightsOf(route)).map(([name, weight = 0]) => {
    const service = world.store.find<Service>('Service', name);
    return { name, weight, service, ready: readyPods(world, service?.spec?.selector).length };
  });
  const sum = backends.reduce((all, { weight }) => all + weight, 0);
  const somebodyServes = backends.some(({ ready }) => ready > 0);
  return [
    ...(sum === 100 ? [] : [`weights are ${sum} together`]),
    ...backends.flatMap(({ name, service }) => (service ? [] : [`there is no Service ${name}`])),
    ...backends.flatMap(({ name, weight, ready }) =>
      weight > 0 && ready === 0 && somebodyServes
        ? [`${weight} % are sent to ${name}, which has no ready pod`]
        : [],
    ),
  ];
}

/** A world that is stable on `v1`, and what was wrong with its route at each look since then. */
async function aStory() {
  const world = aWorld();
  const settings = { databaseImage: 'postgres:18' };
  world.upgrades({ ...settings, optionalKinds: ['HTTPRoute'] });
  world.store.put(aGateway());
  world.asks(spec('v1'));
  await world.settle();
  const seen: string[] = [];
  const turn = async (): Promise<void> => {
    await world.turn();
    seen.push(...wrongs(world).map((wrong) => `${world.status().phase}: ${wrong}`));
  };
  const until = async (phase: SpaceTimeStatus['phase']): Promise<void> => {
    while (world.status().phase !== phase) await turn();
  };
  const kill = (revision: string | undefined): void => {
    for (const { metadata } of world.store.all().filter(isPod))
      if (metadata.labels?.[labels.revision] === revision) world.store.remove('Pod', metadata.name);
  };
  /** Seconds pass until nothing was written for longer than a bake. */
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 10; ) {
      const before = world.cluster.effects.length;
      await turn();
      quiet = world.cluster.effects.length === before ? quiet + 1 : 0;
    }
  };
  return { world, seen, turn, until, settle, kill };
}

type Story = Awaited<ReturnType<typeof aStory>>;

const stories: Readonly<Record<string, (story: Story) => Promise<void> | void>> = {
  'a good release': ({ world }) => world.asks(spec('v2')),
  'a release that fails its users': ({ world }) => world.asks(spec('fails')),
  'a release that crashes': ({ world }) => world.asks(spec('crashes')),
  'a release that cannot be pulled': ({ world }) => world.asks(spec('missing')),
  'a release without a canary': ({ world }) =>
    world.asks(spec('v2', { rollout: { ...quick, canary: { steps: [] } } })),
  'a canary that is reverted': async ({ world, until }) => {
    world.asks(spec('v2'));
    await until('Canary');
    world.asks(spec('v1'));
  },
  'a canary that another release overtakes': async ({ world, until }) => {
    world.asks(spec('v2'));
    await until('Canary');
    world.asks(spec('v3'));
  },
  'a canary that a person ends': async ({ world, until }) => {
    world.asks(spec('v2'));
    await until('Canary');
    world.asks(spec('v2'), { 'spacetime.dev/abort': `${world.status().candidateRevision}` });
  },
  'a promotion by a person': async ({ world, until }) => {
    world.asks(spec('v2'));
    await until('Preparing');
    world.asks(spec('v2'), { 'spacetime.dev/promote': `${world.status().candidateRevision}` });
  },
  'a candidate that loses its pods in a canary': async ({ world, until, kill }) => {
    world.asks(spec('v2'));
    await until('Canary');
    kill(world.status().candidateRevision);
  },
  'a stable revision that loses its pods in a canary': async ({ world, until, kill }) => {
    world.asks(spec('v2'));
    await until('Canary');
    kill(world.status().stableRevision);
  },
  'a candidate that loses its pods in a bake': async ({ world, until, kill }) => {
    world.asks(spec('v2'));
    await until('Baking');
    kill(world.status().candidateRevision);
  },
  'an undo in a bake': async ({ world, until }) => {
    world.asks(spec('v2'));
    await until('Baking');
    world.asks(spec('v2'), { 'spacetime.dev/undo': 'previous' });
  },
  'an undo of what is stable': async ({ world, settle }) => {
    world.asks(spec('v2'));
    await settle();
    world.asks(spec('v2'), { 'spacetime.dev/undo': 'previous' });
  },
  'a stable revision that breaks its SLA': ({ world }) => world.asks(spec('breaks')),
  'a drill': ({ world }) => world.asks(spec('v1'), { 'spacetime.dev/drill': 'NeverReady' }),
  'a world that is turned off and on': async ({ world, turn }) => {
    world.asks(spec('v1', { replicas: 0 }));
    for (let i = 0; i < 5; i++) await turn();
    world.asks(spec('v2'));
  },
};

it.each(Object.entries(stories))('%s: users are sent to whoever has ready pods', async (_, happens) => {
  const story = await aStory();
  await happens(story);
  await story.settle();
  expect(story.seen).toEqual([]);
  expect(['Stable', 'RolledBack']).toContain(story.world.status().phase);
});
