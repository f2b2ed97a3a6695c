import { aGateway, behindGateway } from '../../test/aRoute.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import type { Failure } from '../../test/recordingCluster.ts';

const v1 = { image: 'spacetime:v1' };

async function stable(): Promise<AWorld> {
  const world = aWorld();
  world.asks(v1);
  await world.settle();
  return world;
}

const routed = (image: string) => ({ image, ...behindGateway({ replicas: 2 }) });

async function stableBehindGateway(): Promise<AWorld> {
  const world = aWorld();
  world.upgrades({ databaseImage: 'postgres:18', optionalKinds: ['HTTPRoute'] });
  world.store.put(aGateway());
  world.asks(routed('spacetime:v1'));
  await world.settle();
  return world;
}

interface Story {
  readonly before: () => Promise<AWorld>;
  /** What the user does, to which the operator then brings the world. */
  readonly wish: (world: AWorld) => void;
}

const stories: Readonly<Record<string, Story>> = {
  create: { before: async () => aWorld(), wish: (world) => world.asks(v1) },
  release: { before: stable, wish: (world) => world.asks({ image: 'spacetime:v2' }) },
  'roll back what fails its users': {
    before: stable,
    wish: (world) => world.asks({ image: 'spacetime:fails' }),
  },
  'roll back behind a Gateway': {
    before: stableBehindGateway,
    wish: (world) => world.asks(routed('spacetime:fails')),
  },
  'roll back what crashes': { before: stable, wish: (world) => world.asks({ image: 'spacetime:crashes' }) },
  'roll back what cannot be pulled': {
    before: stable,
    wish: (world) => world.asks({ image: 'spacetime:missing' }),
  },
  'give the database another image': {
    before: stable,
    wish: (world) => world.asks({ ...v1, database: { managed: { image: 'postgres:18.9' } } }),
  },
  'make what was deleted again': {
    before: async () => {
      const world = await stable();
      world.deletes();
      await world.settle();
      return world;
    },
    wish: (world) => world.asks(v1),
  },
  drill: {
    before: stable,
    wish: (world) => world.asks(v1, { 'spacetime.dev/drill': 'MissingImage' }),
  },
  delete: { before: stable, wish: (world) => world.deletes() },
};

/** All that there is in the end, but for what only time and counting give: times, versions, and the names of pods. */
function end({ store }: AWorld): unknown {
  const text = JSON.stringify(store.all().filter(({ kind }) => kind !== 'Pod'))
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/after \d+ s/g, 'SOON')
    .replaceAll(/"(uid|resourceVersion)":"[^"]*"/g, '"$1":"ANY"')
    .replaceAll(/(plaza-[b-z2-9]{10})-\d+/g, '$1-POD');
  const pods = store.all().filter(({ kind }) => kind === 'Pod');
  const ofRevision = pods.map(({ metadata }) => metadata.labels?.['spacetime.dev/revision']).sort();
  return { objects: JSON.parse(text), pods: ofRevision };
}

async function told(
  { before, wish }: Story,
  disturb: (world: AWorld) => void,
): Promise<{ writes: number; end: unknown }> {
  const world = await before();
  const writes = world.cluster.effects.length;
  disturb(world);
  wish(world);
  await world.settle();
  return { writes: world.cluster.effects.length - writes, end: end(world) };
}

describe.each(Object.entries(stories))('%s', (_, story) => {
  it.each<Failure>(['lost', 'unanswered'])(
    'ends the same whichever write is %s',
    async (failure) => {
      const undisturbed = await told(story, () => undefined);
      expect(undisturbed.writes).toBeGreaterThan(0);
      for (let nth = 1; nth <= undisturbed.writes; nth++) {
        const disturbed = await told(story, ({ cluster }) => cluster.fail(nth, failure));
        expect({ nth, end: disturbed.end }).toEqual({ nth, end: undisturbed.end });
      }
    },
    60_000,
  );
});
