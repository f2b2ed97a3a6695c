import type { Pod } from '../../../operator/src/kube/types.ts';
import { aStableWorld } from '../../../operator/test/aStableWorld.ts';
import type { AWorld } from '../../../operator/test/aWorld.ts';
import { aSpaceTime, noon } from '../../test/aSpaceTime.ts';
import { explainLines } from './explain.ts';
import { historyLines } from './history.ts';
import { noColors } from './paint.ts';
import { statusLines } from './status.ts';

/** Everything that is shown of a world, in the words of the operator's own status. */
function shown(world: AWorld): string {
  const spaceTime = { ...aSpaceTime(), status: world.status() };
  const pods = world.store.all().filter((object): object is typeof object & Pod => object.kind === 'Pod');
  const revision = world.status().desiredRevision ?? '';
  return [
    ...statusLines({ world: spaceTime, pods, now: noon }, noColors),
    ...historyLines(spaceTime, noon, noColors),
    ...explainLines({ world: spaceTime, revision, replayed: [], now: noon }, noColors),
  ].join('\n');
}

describe.each([
  ['a good release', 'spacetime:v2', 'Stable'],
  ['one that is undone', 'spacetime:fails', 'RolledBack'],
] as const)('%s', (_, image, end) => {
  it('is shown at every moment without a gap in the words', async () => {
    const world = await aStableWorld();
    world.asks({ image });
    const phases = new Set<string>();
    do {
      await world.turn();
      expect(shown(world)).not.toMatch(/undefined|NaN|null|\[object/);
      phases.add(world.status().phase ?? '');
    } while (world.status().phase !== end);
    expect(phases.size).toBeGreaterThan(3);
  });
});
