import { aStableWorld, condition } from '../../test/aStableWorld.ts';
import type { AWorld } from '../../test/aWorld.ts';

const v1 = { image: 'spacetime:v1' };
const v2 = { image: 'spacetime:v2' };
const command = (world: AWorld, name: string) =>
  world.status().commands.find((record) => record.name === name);
const images = (world: AWorld) => world.serving().map((pod) => pod.spec?.containers[0]?.image);

/** A world that is stable on v2, after v1. */
async function secondRelease(): Promise<AWorld> {
  const world = await aStableWorld();
  world.asks(v2);
  await world.settle();
  world.cluster.told.length = 0;
  return world;
}

/** Turns until the phase is this one, and says whether anybody was ever sent to nobody. */
async function emptyUntil(world: AWorld, phase: string): Promise<number> {
  let empty = 0;
  while (world.status().phase !== phase) {
    await world.turn();
    if (world.serving().length === 0) empty += 1;
  }
  return empty;
}

describe('undo of a stable revision', () => {
  it('starts the one before it, gives it all users at once, and holds what was undone', async () => {
    const world = await secondRelease();
    const { stableRevision: second } = world.status();
    world.asks(v2, { 'spacetime.dev/undo': 'previous@1' });
    await world.turn();
    expect(world.status()).toMatchObject({ phase: 'RollingBack', stableRevision: second });
    expect(world.status().release?.checks).toEqual([]);
    expect(new Set(images(world))).toEqual(new Set(['spacetime:v2']));
    expect(await emptyUntil(world, 'RolledBack')).toBe(0);
    await world.settle();
    expect(new Set(images(world))).toEqual(new Set(['spacetime:v1']));
    expect(world.serving()).toHaveLength(2);
    expect(world.status().heldRevisions).toMatchObject([{ name: second, reason: 'Undone' }]);
    expect(condition(world, 'Released')).toMatchObject({ status: 'False', reason: 'Held' });
    expect(command(world, 'undo')).toMatchObject({ result: 'Done', value: 'previous@1' });
    expect(world.status().release).toMatchObject({ phase: 'RolledBack', checks: [] });
    expect(world.status().release).not.toHaveProperty('verdict');
    expect(world.cluster.told.map((text) => text.split(':')[0])).toEqual([
      'Normal CommandDone',
      'Warning RollbackStarted',
      'Warning RevisionHeld',
      'Warning RolledBack',
    ]);
  });

  it('lasts until the spec asks for another or retry', async () => {
    const world = await secondRelease();
    const undo = { 'spacetime.dev/undo': 'previous' };
    world.asks(v2, undo);
    await world.settle();
    world.asks(v2, { ...undo, 'spacetime.dev/retry': '1' });
    world.cluster.told.length = 0;
    await world.settle();
    expect(world.status()).toMatchObject({ phase: 'Stable', heldRevisions: [] });
    expect(new Set(images(world))).toEqual(new Set(['spacetime:v2']));
    expect(world.cluster.told.filter((text) => text.includes('HoldReleased'))).toHaveLength(1);
  });

  it('goes back to what users had last, not to what was released last and taken back by a revert', async () => {
    const world = await secondRelease();
    for (const image of ['spacetime:v1', 'spacetime:v3']) {
      world.asks({ image });
      await world.settle();
    }
    world.asks({ image: 'spacetime:v3' }, { 'spacetime.dev/undo': 'previous' });
    await world.settle();
    expect(new Set(images(world))).toEqual(new Set(['spacetime:v1']));
  });

  it('finds the one before it, however many were asked for since then and never released', async () => {
    const world = await secondRelease();
    for (const image of ['x:3', 'x:4', 'x:5']) {
      world.asks({ image, paused: true, revisionHistoryLimit: 2 });
      await world.settle();
    }
    world.asks({ image: 'x:6', revisionHistoryLimit: 2 });
    await world.settle();
    world.asks({ image: 'x:6', revisionHistoryLimit: 2 }, { 'spacetime.dev/undo': 'previous' });
    await world.settle();
    expect(new Set(images(world))).toEqual(new Set(['spacetime:v2']));
  });

  it('without an earlier one is refused with the reason', async () => {
    const world = await aStableWorld();
    world.asks(v1, { 'spacetime.dev/undo': 'previous' });
    await world.settle();
    expect(world.status().phase).toBe('Stable');
    expect(command(world, 'undo')).toMatchObject({
      result: 'Refused',
      message: 'There is no earlier revision that had all users and is not held.',
    });
    expect(world.cluster.told).toEqual([
      'Warning CommandRefused: undo previous: There is no earlier revision that had all users and is not held.',
    ]);
  });
});

it('a revision that breaks its SLA after its bake is compared with the one before it, and undone', async () => {
  const world = await aStableWorld();
  world.asks({ image: 'spacetime:breaks' });
  await world.until('Stable');
  const { stableRevision: first } = world.status();
  while (world.status().stableRevision === first) await world.turn();
  world.cluster.told.length = 0;
  expect(await emptyUntil(world, 'RolledBack')).toBe(0);
  expect(new Set(images(world))).toEqual(new Set(['spacetime:v1']));
  expect(world.status().heldRevisions).toMatchObject([{ reason: 'SLABreached', phase: 'Stable' }]);
  expect(world.cluster.told.map((text) => text.split(':')[0])).toEqual(
    expect.arrayContaining(['Warning SLABreached', 'Warning RollbackStarted', 'Warning RevisionHeld']),
  );
});

it('a revision that is released a second time is watched again', async () => {
  const world = await aStableWorld();
  const rollout = { canary: { steps: [] }, bakeSeconds: 3, watchSeconds: 20 };
  for (const image of ['spacetime:breaks', 'spacetime:v2']) {
    world.asks({ image, rollout: { ...rollout, watch: 'Alert' } });
    await world.settle();
  }
  world.asks({ image: 'spacetime:breaks', rollout });
  await world.settle();
  expect(new Set(images(world))).toEqual(new Set(['spacetime:v2']));
});

it('of three revisions the newest wins, from the stable one, and the trial before it is drained', async () => {
  const world = await aStableWorld();
  world.asks(v2);
  await world.until('Canary');
  const { stableRevision, candidateRevision: second } = world.status();
  world.asks({ image: 'spacetime:v3' });
  await world.turn();
  expect(world.status()).toMatchObject({ phase: 'Preparing', stableRevision });
  expect(new Set(images(world))).toEqual(new Set(['spacetime:v1']));
  expect(world.drained.some((pod) => pod.includes(`${second}`))).toBe(true);
  await world.settle();
  expect(world.status()).toMatchObject({ phase: 'Stable', heldRevisions: [] });
  expect(new Set(images(world))).toEqual(new Set(['spacetime:v3']));
});

it('an abort is told once, and holds the candidate', async () => {
  const world = await aStableWorld();
  world.asks(v2);
  await world.until('Canary');
  const { candidateRevision } = world.status();
  world.asks(v2, { 'spacetime.dev/abort': `${candidateRevision}@1` });
  await world.settle();
  expect(world.status()).toMatchObject({
    phase: 'RolledBack',
    heldRevisions: [{ name: candidateRevision, reason: 'Aborted' }],
  });
  expect(world.cluster.told.filter((text) => text.includes('Command'))).toHaveLength(1);
});

it('an abort of a recall is told as what it is, and not as a rollback that failed', async () => {
  const world = await secondRelease();
  const undo = { 'spacetime.dev/undo': 'previous' };
  world.asks(v2, undo);
  await world.turn();
  const { candidateRevision, stableRevision } = world.status();
  world.cluster.told.length = 0;
  world.asks(v2, { ...undo, 'spacetime.dev/abort': `${candidateRevision}` });
  await world.settle();
  expect(world.status()).toMatchObject({ phase: 'Stable', stableRevision });
  expect(world.cluster.told).toEqual([
    `Normal CommandDone: abort ${candidateRevision}: Revision ${candidateRevision} is not started any more; ${stableRevision} keeps all users.`,
  ]);
});

it('a promotion of what was aborted releases it, and it gets all users', async () => {
  const world = await aStableWorld();
  world.asks(v2);
  await world.until('Canary');
  const { candidateRevision } = world.status();
  const abort = { 'spacetime.dev/abort': `${candidateRevision}` };
  world.asks(v2, abort);
  await world.settle();
  world.asks(v2, { ...abort, 'spacetime.dev/promote': `${candidateRevision}` });
  await world.turn();
  expect(world.status()).toMatchObject({ phase: 'Promoting', heldRevisions: [] });
  await world.settle();
  expect(world.status()).toMatchObject({ phase: 'Stable', stableRevision: candidateRevision });
});

it('an order that a restarted operator finds recorded is not carried out again', async () => {
  const world = await secondRelease();
  world.asks(v2, { 'spacetime.dev/undo': 'previous' });
  await world.settle();
  const { phase, heldRevisions } = world.status();
  await world.settle();
  expect(world.status()).toMatchObject({ phase, heldRevisions });
});
