import { aStableWorld } from '../../test/aStableWorld.ts';

/** Writes to the API server that one release may cost, from the change of the spec to its end. */
const mostWrites = 40;

it('a release with the bake of ten minutes that is the default costs the API server few writes', async () => {
  const world = await aStableWorld();
  const before = world.cluster.effects.length;
  world.asks({ image: 'spacetime:v2', rollout: {} });
  await world.until('Baking');
  await world.until('Stable');
  expect(world.status().heldRevisions).toEqual([]);
  expect(world.cluster.effects.length - before).toBeLessThanOrEqual(mostWrites);
});
