import { counts, judged } from '../../test/aLook.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { worse } from '../../test/builders.ts';
import { unwatched, type Watched } from '../rollout/watched.ts';
import { decide } from './decide.ts';

const v1 = { image: 'spacetime:v1' };
const v2 = { image: 'spacetime:v2' };

async function inCanary(): Promise<AWorld> {
  const world = aWorld();
  world.asks(v1);
  await world.settle();
  world.asks(v2);
  await world.until('Canary');
  return world;
}

/** A candidate that fails all its users. */
const seen: Watched = {
  ...unwatched,
  checked: { result: 'Passed' },
  verdict: worse,
  record: judged(3, () => ({ candidate: counts(5, { errors: 5 }) })).record,
};

it('the same is decided on the same, however often', async () => {
  const observed = await (await inCanary()).observed();
  expect(decide(observed)).toEqual(decide(observed));
});

it('what was seen of one release is not written under the next', async () => {
  const world = await inCanary();
  world.asks({ image: 'spacetime:v3' });
  const { rollout, status } = decide({ ...(await world.observed()), watched: seen });
  expect(rollout).toMatchObject({ phase: 'Preparing', candidate: status.desiredRevision });
  expect(status.release?.verdict).toMatchObject({ name: 'Hold' });
  const families = status.release?.judge?.families ?? [];
  expect(families.map(({ candidateCount }) => candidateCount)).toEqual(families.map(() => 0));
  expect(status.release?.checks).toContainEqual({ name: 'smoke', mode: 'Required', result: 'Pending' });
});

it('what undid a release is written under it', async () => {
  const world = await inCanary();
  const { status } = decide({ ...(await world.observed()), watched: seen });
  expect(status).toMatchObject({
    phase: 'RollingBack',
    release: { verdict: { name: 'RollBack', reason: 'ErrorRateWorse' } },
    heldRevisions: [{ reason: 'ErrorRateWorse', phase: 'Canary' }],
  });
  expect(status.release?.judge?.families[0]).toMatchObject({ name: 'errors', candidateBad: 15 });
});

it('a retry that comes while its revision is undone is kept until that is over', async () => {
  const world = await inCanary();
  world.asks({ image: 'spacetime:fails' });
  await world.until('RollingBack');
  world.asks({ image: 'spacetime:fails' }, { 'spacetime.dev/retry': '1' });
  await world.until('Preparing');
  expect(world.status().heldRevisions).toEqual([]);
});

describe('holds', () => {
  it('are as many as there is room for, and that of what is asked for is among them', async () => {
    const world = aWorld();
    world.asks(v1);
    await world.settle();
    for (let i = 0; i < 8; i++) {
      world.asks({ image: 'spacetime:fails', env: [{ name: 'TRY', value: String(i) }] });
      await world.settle();
    }
    const { heldRevisions, desiredRevision } = world.status();
    expect(heldRevisions).toHaveLength(6);
    expect(heldRevisions.at(-1)?.name).toBe(desiredRevision);
  });
});

it('a look comes back after a second while a release runs, and after a minute for what its checklist could not see yet', async () => {
  const world = await inCanary();
  expect(await world.reconcile()).toEqual({ requeueAfterSeconds: 1 });
  await world.until('Stable');
  await world.settle();
  expect(await world.reconcile()).toEqual({ requeueAfterSeconds: 60 });
});
