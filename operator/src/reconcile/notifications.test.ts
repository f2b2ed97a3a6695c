import { aWorld } from '../../test/aWorld.ts';

const rollout = (events?: readonly string[]) => ({
  canary: { steps: [{ trafficPercent: 50 }], minSeconds: 2, minRequests: 1 },
  bakeSeconds: 3,
  notifications: [{ name: 'chat', urlSecretRef: { name: 'chat', key: 'url' }, ...(events && { events }) }],
});
const eventsIn = (world: ReturnType<typeof aWorld>) => world.status().notifications.map(({ event }) => event);

it('what happens to releases is recorded in the same write, for whoever delivers it', async () => {
  const world = aWorld();
  world.asks({ image: 'plaza:1.0.0', rollout: rollout() });
  await world.settle();
  world.asks({ image: 'plaza:2.0.0', rollout: rollout() });
  await world.settle();
  expect(eventsIn(world)).toEqual([
    'ReleaseStarted',
    'ReleaseSettled',
    'ReleaseStarted',
    'ReleasePromoted',
    'ReleaseSettled',
  ]);
});

it.each([1, 2, 3])('an operator that dies at write %i of a rollback loses no notice', async (nth) => {
  const world = aWorld();
  world.asks({ image: 'plaza:1.0.0', rollout: rollout(['ReleaseRolledBack']) });
  await world.settle();
  world.asks({ image: 'plaza:2.0.0:fails', rollout: rollout(['ReleaseRolledBack']) });
  await world.until('RollingBack');
  world.cluster.fail(nth, 'unanswered');
  await world.until('RolledBack');
  await world.settle();
  expect(eventsIn(world)).toEqual(['ReleaseRolledBack']);
});
