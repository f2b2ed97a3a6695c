import { aStableWorld } from '../../../operator/test/aStableWorld.ts';
import type { AWorld } from '../../../operator/test/aWorld.ts';
import { aSpaceTime, noon } from '../../test/aSpaceTime.ts';
import { commandValue, patchOf } from '../order/order.ts';
import { type Outcome, outcomeOf } from '../order/outcome.ts';
import type { SpaceTime } from '../spaceTime.ts';
import { orders } from './orders.ts';

const v1 = { image: 'spacetime:v1' };
const v2 = { image: 'spacetime:v2' };

/** The world as this program reads it. */
const read = (world: AWorld): SpaceTime => ({ ...aSpaceTime(), status: world.status() });

/** Types a command, and has the operator's own reconcile look at what it writes. */
async function answer(world: AWorld, spec: object, name: string, ...words: string[]): Promise<Outcome> {
  const order = orders.find((one) => one.name === name)?.orderOf(read(world), words, {});
  if (order?.by !== 'Annotation') throw new Error(`${name} is no annotation.`);
  const patch = patchOf(order, noon) as { metadata: { annotations: Record<string, string> } };
  world.asks(spec, patch.metadata.annotations);
  await world.turn();
  return outcomeOf({ order, value: commandValue(order.target, noon), generation: 0 }, read(world));
}

/** A world that was stable on v1 and stands in this phase of the release of v2. */
async function releasing(phase: 'Canary' | 'Stable'): Promise<AWorld> {
  const world = await aStableWorld();
  world.asks(v2);
  if (phase === 'Stable') await world.settle();
  else await world.until(phase);
  return world;
}

describe('the operator answers to what is written', () => {
  it.each([
    ['restart', 'Stable', 'Done'],
    ['undo', 'Stable', 'Done'],
    ['undo', 'Canary', 'Done'],
    ['promote', 'Canary', 'Done'],
    ['abort', 'Canary', 'Done'],
    ['approve', 'Canary', 'Refused'],
  ] as const)('%s in %s: %s', async (name, phase, result) => {
    expect(await answer(await releasing(phase), v2, name)).toMatchObject({ result });
  });

  it('retry of a held revision', async () => {
    const world = await aStableWorld();
    const bad = { image: 'spacetime:fails' };
    world.asks(bad);
    await world.until('RolledBack');
    expect(await answer(world, bad, 'retry')).toMatchObject({ result: 'Done' });
  });

  it('an order that it refuses comes with its sentence', async () => {
    const world = await aStableWorld();
    const { result, message } = await answer(world, v1, 'undo');
    expect(result).toBe('Refused');
    expect(message).toMatch(/^There is no earlier revision/);
  });
});
