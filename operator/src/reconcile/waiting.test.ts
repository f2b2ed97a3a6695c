import { aStableWorld, condition } from '../../test/aStableWorld.ts';
import type { AWorld } from '../../test/aWorld.ts';

/** What is written while so many seconds pass. */
async function writes(world: AWorld, seconds: number): Promise<readonly string[]> {
  const before = world.cluster.effects.length;
  for (let i = 0; i < seconds; i++) await world.turn();
  return world.cluster.effects.slice(before);
}

describe('nothing is written while nothing changes, however long a release waits', () => {
  it('for room in the cluster', async () => {
    const world = await aStableWorld();
    world.asks({ image: 'spacetime:homeless' });
    await writes(world, 10);
    expect(condition(world, 'Released')).toMatchObject({ reason: 'EnvironmentBad' });
    expect(world.status().release).toMatchObject({ waiting: { reason: 'EnvironmentBad' } });
    expect(world.status().release).not.toHaveProperty('deadline');
    expect(await writes(world, 400)).toEqual([]);
  });

  it.each(['Preparing', 'Canary'] as const)('for the end of a pause, in %s', async (phase) => {
    const world = await aStableWorld();
    world.asks({ image: 'spacetime:v2' });
    await world.until(phase);
    world.asks({ image: 'spacetime:v2', paused: true });
    await writes(world, 10);
    expect(await writes(world, 400)).toEqual([]);
    world.asks({ image: 'spacetime:v2' });
    await world.until('Stable');
    expect(world.status().release).not.toHaveProperty('waiting');
    expect(world.status().heldRevisions).toEqual([]);
  });
});
