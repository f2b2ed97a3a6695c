import { type AWorld, aWorld } from './aWorld.ts';

/** What happens from now on: effects with `REV` for the revision that the spec asks for and `OLD` for any other. */
export async function effectsOf(world: AWorld, happens: () => Promise<unknown>): Promise<string[]> {
  const before = world.cluster.effects.length;
  await happens();
  const { desiredRevision: asked = '?' } = world.status();
  return world.cluster.effects
    .slice(before)
    .map((effect) => effect.replace(asked, 'REV').replace(/plaza-[b-z2-9]{10}$/, 'plaza-OLD'));
}

/** A world that has been stable on `v1` for a while. */
export async function aStableWorld(): Promise<AWorld> {
  const world = aWorld();
  world.asks({ image: 'spacetime:v1' });
  await world.settle();
  world.cluster.told.length = 0;
  return world;
}

export const condition = (world: AWorld, type: string) =>
  world.status().conditions.find((condition) => condition.type === type);

/** Repeated status writes in one phase as one. */
export const distinct = (effects: readonly string[]) =>
  effects.filter((effect, i) => effect !== effects[i - 1]);
