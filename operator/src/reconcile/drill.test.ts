import { aStableWorld, condition } from '../../test/aStableWorld.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { labels } from '../api/identity.ts';
import { drillFaults } from '../api/status/drill.ts';
import type { SpaceTimeStatus } from '../api/status.ts';

const v1 = { image: 'spacetime:v1' };
const asked = (target: string) => ({ 'spacetime.dev/drill': target });
const command = (world: AWorld) => world.status().commands.find(({ name }) => name === 'drill');
const told = (world: AWorld) => world.cluster.told.map((text) => text.split(':')[0]);
const revisionsOf = (world: AWorld) =>
  new Set(world.serving().map((pod) => pod.metadata.labels?.[labels.revision]));

/** All that there is, but for the SpaceTime itself. */
const children = (world: AWorld): readonly string[] =>
  world.store
    .all()
    .filter(({ kind }) => kind !== 'SpaceTime')
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .sort();

/** What people and programs read of a world, but for the drill itself. */
function shown({ drill: _1, commands: _2, ...rest }: SpaceTimeStatus): object {
  return JSON.parse(JSON.stringify(rest).replaceAll(/"observedGeneration":\d+/g, '"observedGeneration":0'));
}

/** Turns until the drill is over, and answers what anybody could see meanwhile. */
async function during(
  world: AWorld,
): Promise<{ readonly statuses: Set<string>; readonly users: Set<unknown> }> {
  const statuses = new Set<string>();
  const users = new Set<unknown>();
  do {
    await world.turn();
    statuses.add(JSON.stringify(shown(world.status())));
    for (const revision of revisionsOf(world)) users.add(revision);
  } while (world.status().drill);
  return { statuses, users };
}

describe.each([
  ['MissingImage', 'ImagePullFailed'],
  ['CrashAtStart', 'ContainerCrashed'],
  ['NeverReady', 'NotReadyInTime'],
])('the drill %s', (fault, reason) => {
  it('is undone, and says so', async () => {
    const world = await aStableWorld();
    world.asks(v1, asked(`${fault}@1`));
    await world.turn();
    const { drill, stableRevision } = world.status();
    expect(drill).toMatchObject({ fault, phase: 'Preparing' });
    expect(command(world)).toMatchObject({
      value: `${fault}@1`,
      result: 'InProgress',
      message: `Revision ${drill?.revision}, a copy of ${stableRevision} with the fault ${fault}, starts beside it; no user is sent to it.`,
    });
    await world.settle();
    expect(command(world)).toMatchObject({
      value: `${fault}@1`,
      result: 'Done',
      message: expect.stringMatching(`^The drill ${fault} was undone after \\d+ s: ${reason}\\.$`),
    });
    expect(told(world)).toEqual(['Normal DrillStarted', 'Normal DrillPassed']);
  });

  it('changes nothing that users have or read, and leaves nothing', async () => {
    const world = await aStableWorld();
    const [before, objects, stable] = [shown(world.status()), children(world), revisionsOf(world)];
    world.asks(v1, asked(fault));
    const { statuses, users } = await during(world);
    expect([...statuses].map((text) => JSON.parse(text))).toEqual([before]);
    expect(users).toEqual(stable);
    await world.settle();
    expect(children(world)).toEqual(objects);
    expect(world.status()).toMatchObject({ phase: 'Stable', heldRevisions: [] });
    expect(world.drained).toEqual([]);
  });
});

it('a drill that shows no fault fails, and no user ever reached it', async () => {
  const immune = { image: 'spacetime:immune' };
  const world = aWorld();
  world.asks(immune);
  await world.settle();
  world.cluster.told.length = 0;
  const [objects, stable] = [children(world), revisionsOf(world)];
  world.asks(immune, asked('CrashAtStart'));
  expect((await during(world)).users).toEqual(stable);
  expect(command(world)).toMatchObject({
    result: 'Refused',
    message: expect.stringMatching(/^The drill CrashAtStart was well after \d+ s/),
  });
  expect(told(world)).toEqual(['Normal DrillStarted', 'Warning DrillFailed']);
  await world.settle();
  expect(children(world)).toEqual(objects);
  expect(world.status()).toMatchObject({ phase: 'Stable', heldRevisions: [] });
});

it('a drill is a Deployment and its pods, and no Service selects them', async () => {
  const world = await aStableWorld();
  const before = children(world);
  world.asks(v1, asked('NeverReady'));
  for (let i = 0; i < 3; i++) await world.turn();
  const name = `plaza-${world.status().drill?.revision}`;
  const added = children(world).filter((child) => !before.includes(child));
  expect(new Set(added.map((child) => child.replace(/-\d+$/, '')))).toEqual(
    new Set([`Deployment ${name}`, `Pod ${name}`]),
  );
});

it('a spec that asks for another revision ends the drill, and its release begins', async () => {
  const world = await aStableWorld();
  world.asks(v1, asked('NeverReady'));
  for (let i = 0; i < 4; i++) await world.turn();
  const drill = world.status().drill?.revision;
  world.asks({ image: 'spacetime:v2' }, asked('NeverReady'));
  await world.turn();
  expect(world.status()).toMatchObject({ phase: 'Preparing' });
  expect(world.status().drill).toBeUndefined();
  expect(
    children(world).filter((child) => child.startsWith('Deployment') && child.includes(`${drill}`)),
  ).toEqual([]);
  expect(command(world)).toMatchObject({
    result: 'Refused',
    message: expect.stringContaining('has shown nothing'),
  });
  expect(told(world)).toContain('Warning CommandRefused');
  await world.settle();
  expect(world.status()).toMatchObject({ phase: 'Stable', stableRevision: world.status().desiredRevision });
});

it('an undo during a drill ends it', async () => {
  const world = await aStableWorld();
  world.asks({ image: 'spacetime:v2' });
  await world.settle();
  world.asks({ image: 'spacetime:v2' }, asked('NeverReady'));
  await world.turn();
  world.asks({ image: 'spacetime:v2' }, { ...asked('NeverReady'), 'spacetime.dev/undo': 'previous' });
  await world.turn();
  expect(world.status().phase).toBe('RollingBack');
  expect(command(world)).toMatchObject({ result: 'Refused' });
});

it('one drill follows the other, each told for itself', async () => {
  const world = await aStableWorld();
  for (const fault of drillFaults) {
    world.asks(v1, asked(fault));
    await world.turn();
  }
  await world.settle();
  expect(command(world)).toMatchObject({ value: 'NeverReady', result: 'Done' });
  expect(told(world)).toEqual([
    'Normal DrillStarted',
    'Normal DrillPassed',
    'Normal DrillStarted',
    'Normal DrillPassed',
  ]);
});

describe('a drill is refused', () => {
  const refusal = async (world: AWorld, spec: object, target: string, turns = 1) => {
    world.asks(spec, asked(target));
    for (let i = 0; i < turns; i++) await world.turn();
    expect(world.status().drill).toBeUndefined();
    expect(command(world)).toMatchObject({ result: 'Refused' });
    return command(world)?.message;
  };

  it('of a fault that there is not', async () => {
    expect(await refusal(await aStableWorld(), v1, 'Fire')).toBe(
      'There is no drill Fire, only MissingImage, CrashAtStart and NeverReady.',
    );
  });

  it('while releases are paused or a release begins', async () => {
    expect(await refusal(await aStableWorld(), { ...v1, paused: true }, 'NeverReady')).toBe(
      'Releases are paused.',
    );
    expect(await refusal(await aStableWorld(), { image: 'spacetime:v2' }, 'NeverReady')).toBe(
      'A release is under way.',
    );
  });

  it('after a rollback, until the spec asks for what is stable', async () => {
    const world = await aStableWorld();
    world.asks({ image: 'spacetime:crashes' });
    await world.until('RolledBack');
    expect(await refusal(world, { image: 'spacetime:crashes' }, 'NeverReady')).toContain('is held');
  });

  it('while pods are missing', async () => {
    expect(await refusal(await aStableWorld(), { ...v1, replicas: 3 }, 'NeverReady')).toMatch(
      /^Revision \w+ has 2 of 3 pods ready\.$/,
    );
  });

  it('on a new object that brings it along', async () => {
    expect(await refusal(aWorld(), v1, 'NeverReady', 2)).toContain('Found on a new object');
  });
});

it('a lost status ends a drill, and leaves nothing of it', async () => {
  const world = await aStableWorld();
  const objects = children(world);
  world.asks(v1, asked('NeverReady'));
  for (let i = 0; i < 3; i++) await world.turn();
  const object = world.store.find('SpaceTime', 'plaza');
  if (!object) throw new Error('There is a world.');
  const { status: _, ...rest } = object as typeof object & { status?: unknown };
  world.store.put(rest);
  await world.settle();
  expect(children(world)).toEqual(objects);
  expect(condition(world, 'Ready')).toMatchObject({ status: 'True' });
});
