import { aStableWorld, condition, effectsOf } from '../../test/aStableWorld.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import type { Deployment, HorizontalPodAutoscaler, Service } from '../kube/types.ts';

const v1 = { image: 'spacetime:v1' };
const v2 = { image: 'spacetime:v2' };
const autoscaling = { minReplicas: 2, maxReplicas: 9 };

const pods = (world: AWorld, revision: string | undefined) =>
  world.store.find<Deployment>('Deployment', `plaza-${revision}`)?.spec?.replicas;
const told = (world: AWorld) => world.cluster.told.filter((text) => text.startsWith('Normal Scaled'));

async function aWorldOf(replicas: number): Promise<AWorld> {
  const world = aWorld();
  world.asks({ ...v1, replicas });
  await world.settle();
  return world;
}

describe('a scale-down', () => {
  it('takes the pods with the fewest visitors, and writes to those alone', async () => {
    const world = await aWorldOf(3);
    const [full, empty, half] = world.serving().map(({ metadata }) => metadata.name);
    world.visitors
      .set(full ?? '', 9)
      .set(empty ?? '', 0)
      .set(half ?? '', 4);
    world.asks({ ...v1, replicas: 2 });
    const effects = await effectsOf(world, world.settle);
    expect(effects.filter((effect) => !effect.startsWith('record'))).toEqual([
      'mark Pod to leave',
      'apply Deployment plaza-REV',
    ]);
    expect(world.serving().map(({ metadata }) => metadata.name)).toEqual([full, half]);
    const { stableRevision } = world.status();
    expect(told(world)).toEqual([`Normal Scaled: Revision ${stableRevision} gets 2 pods; it had 3.`]);
  });

  it('asks the pods once, and none at any other time', async () => {
    const world = await aWorldOf(3);
    world.asks({ ...v1, replicas: 4 });
    await world.settle();
    expect(world.asked).toEqual([]);
    world.asks({ ...v1, replicas: 2 });
    await world.settle();
    expect(world.asked).toEqual([4]);
    world.asks({ ...v1, replicas: 0 });
    await world.settle();
    expect(world.asked).toEqual([4]);
  });
});

describe.each(['Canary', 'Promoting', 'Baking'] as const)('from %s to the end of a release', (phase) => {
  it('no pod of either revision is given up, and a scale-down waits for the end', async () => {
    const world = await aWorldOf(4);
    const old = world.status().stableRevision;
    world.asks({ ...v2, replicas: 4 });
    await world.until(phase);
    world.asks({ ...v2, replicas: 2 });
    const candidate = world.status().desiredRevision;
    while (world.status().phase !== 'Stable') {
      expect(pods(world, old)).toBe(4);
      await world.turn();
    }
    expect(world.status().stableRevision).toBe(candidate);
    await world.settle();
    expect([pods(world, candidate), world.status().readyReplicas]).toEqual([2, 2]);
    expect(told(world)).toEqual([`Normal Scaled: Revision ${candidate} gets 2 pods; it had 4.`]);
  });

  it('more pods are given at once, and kept', async () => {
    const world = await aWorldOf(2);
    const old = world.status().stableRevision;
    world.asks({ ...v2, replicas: 2 });
    await world.until(phase);
    world.asks({ ...v2, replicas: 4 });
    await world.turn();
    expect(pods(world, old)).toBe(4);
    world.asks({ ...v2, replicas: 3 });
    await world.turn();
    expect(pods(world, old)).toBe(4);
    await world.settle();
    expect(world.status()).toMatchObject({ phase: 'Stable', readyReplicas: 3, heldRevisions: [] });
  });
});

it('a release that is undone keeps its pods until all users are back', async () => {
  const world = await aWorldOf(4);
  const old = world.status().stableRevision;
  world.asks({ image: 'spacetime:fails', replicas: 4 });
  await world.until('Canary');
  world.asks({ image: 'spacetime:fails', replicas: 2 });
  while (world.status().phase !== 'RolledBack') {
    expect(pods(world, old)).toBe(4);
    await world.turn();
  }
  await world.settle();
  expect(pods(world, old)).toBe(2);
});

it('a world is turned off in the middle of a release all the same', async () => {
  const world = await aWorldOf(4);
  world.asks({ ...v2, replicas: 4 });
  await world.until('Baking');
  world.asks({ ...v2, replicas: 0 });
  await world.settle();
  expect(world.serving()).toEqual([]);
});

describe('the autoscaler', () => {
  const scaler = (world: AWorld) =>
    world.store.find<HorizontalPodAutoscaler>('HorizontalPodAutoscaler', 'plaza');

  it('comes and goes with its field, and is no release', async () => {
    const world = await aStableWorld();
    expect(condition(world, 'ScalingActive')).toMatchObject({ status: 'True', reason: 'Fixed' });
    const revisions = () => world.status().revisions.map(({ name }) => name);
    const before = revisions();
    world.asks({ ...v1, autoscaling });
    await world.settle();
    expect(scaler(world)?.spec).toMatchObject({ minReplicas: 2, maxReplicas: 9 });
    expect(condition(world, 'ScalingActive')).toMatchObject({ status: 'Unknown', reason: 'NotObserved' });
    world.asks(v1);
    expect(await effectsOf(world, world.settle)).toContain('remove HorizontalPodAutoscaler plaza');
    expect(scaler(world)).toBeUndefined();
    expect(revisions()).toEqual(before);
  });

  it('is not written to, whatever number of pods it asks for', async () => {
    const world = await aStableWorld();
    world.asks({ ...v1, autoscaling });
    await world.settle();
    const effects: string[] = [];
    for (const replicas of [5, 9, 3]) {
      world.asks({ ...v1, autoscaling, replicas });
      effects.push(...(await effectsOf(world, world.settle)));
      expect(world.status().readyReplicas).toBe(replicas);
    }
    expect(effects.filter((effect) => effect.includes('Autoscaler'))).toEqual([]);
  });

  it('sees the pods that serve users, and no others, in every phase', async () => {
    const world = await aStableWorld();
    world.asks({ ...v2, autoscaling });
    for (let i = 0; i < 40; i++) {
      await world.turn();
      const { selector } = world.status();
      const service = world.store.find<Service>('Service', 'plaza');
      const asText = Object.entries(service?.spec?.selector ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(',');
      expect(selector).toBe(asText);
    }
  });
});
