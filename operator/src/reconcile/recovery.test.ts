import { aStableWorld, condition, distinct, effectsOf } from '../../test/aStableWorld.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { Forbidden, Invalid, Unavailable } from '../kube/errors.ts';
import type { KubeObject } from '../kube/types.ts';

const v1 = { image: 'spacetime:v1' };
const v2 = { image: 'spacetime:v2' };
const bad = { image: 'spacetime:fails' };

describe('a write that the API server refuses', () => {
  const forbidden = (effect: string) =>
    effect.startsWith('apply Deployment') ? new Forbidden(`${effect}: exceeded quota`) : undefined;

  it('is told until it is taken, without a word in between that all is well', async () => {
    const world = await aStableWorld();
    world.cluster.refuse(forbidden);
    world.asks({ ...v1, replicas: 3 });
    const seen = new Set<string>();
    const effects = await effectsOf(world, async () => {
      for (let i = 0; i < 10; i++) {
        expect(await world.turn()).toBeInstanceOf(Forbidden);
        seen.add(condition(world, 'Applied')?.status ?? '');
      }
    });
    expect([...seen]).toEqual(['False']);
    expect(effects).toEqual(['record status: Stable', 'record status: Stable']);
    world.cluster.refuse(() => undefined);
    await world.settle();
    expect(condition(world, 'Applied')).toMatchObject({ status: 'True' });
    expect(condition(world, 'Ready')).toMatchObject({ status: 'True' });
  });

  it('of a child does not keep a rollback from the traffic', async () => {
    const world = await aStableWorld();
    world.asks(bad);
    await world.until('Canary');
    world.cluster.refuse((effect) =>
      /^apply (?!Service plaza$)/.test(effect) ? new Forbidden(effect) : undefined,
    );
    await world.until('RollingBack');
    const revisions = world.serving().map(({ metadata }) => metadata.labels?.['spacetime.dev/revision']);
    expect(new Set(revisions)).toEqual(new Set([world.status().stableRevision]));
  });
});

describe('what is around the pods', () => {
  const refusedKinds = ['Ingress', 'PodDisruptionBudget', 'HorizontalPodAutoscaler', 'NetworkPolicy'];
  const around = {
    exposure: { ingress: { host: 'plaza.example.com' } },
    autoscaling: { maxReplicas: 4 },
  };
  const refused = (effect: string) =>
    refusedKinds.some((kind) => effect.startsWith(`apply ${kind}`)) ? new Invalid(effect) : undefined;

  it('and is refused keeps no release and no rollback from its end', async () => {
    const world = aWorld();
    world.cluster.refuse(refused);
    world.asks({ ...v1, ...around });
    await world.until('Stable');
    const { stableRevision } = world.status();
    world.asks({ ...bad, ...around });
    await world.until('RolledBack');
    await world.turn();
    const deployments = world.store.all().filter(({ kind }) => kind === 'Deployment');
    expect(deployments.map(({ metadata }) => metadata.name)).toEqual([`plaza-${stableRevision}`]);
    expect(condition(world, 'Applied')).toMatchObject({ status: 'False', reason: 'Invalid' });
  });

  it('and is refused takes nothing from what comes after it', async () => {
    const world = await aStableWorld();
    world.upgrades({ databaseImage: 'postgres:18', checkImages: { program: 'operator:1' } });
    world.cluster.refuse((effect) => (effect.startsWith('apply Job') ? new Forbidden(effect) : undefined));
    world.asks(
      { ...v1, exposure: { networkPolicy: { mode: 'Disabled' } } },
      { 'spacetime.dev/checklist': '1' },
    );
    for (let n = 0; n < 5; n++) await world.turn();
    expect(world.store.all().filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
    expect(condition(world, 'Applied')).toMatchObject({ status: 'False', reason: 'Forbidden' });
  });

  it('and cannot be written for want of an answer ends the turn, as nothing else could be written either', async () => {
    const world = await aStableWorld();
    world.cluster.refuse((effect) =>
      effect.startsWith('apply Ingress') ? new Unavailable(effect) : undefined,
    );
    world.asks({ ...v1, ...around });
    expect(await world.turn()).toBeInstanceOf(Unavailable);
    expect(condition(world, 'Applied')).toMatchObject({ status: 'Unknown', reason: 'Retrying' });
  });
});

describe('a status that was lost', () => {
  const lose = (world: AWorld) => {
    const object = world.store.find('SpaceTime', 'plaza') as (KubeObject & { status?: unknown }) | undefined;
    if (!object) throw new Error('There is a world.');
    const { status: _, ...rest } = object;
    world.store.put(rest);
  };

  it('in a stable world is written again, and nothing else is', async () => {
    const world = await aStableWorld();
    const before = world.status();
    lose(world);
    expect(distinct(await effectsOf(world, world.settle))).toEqual(['record status: Stable']);
    expect(world.status()).toMatchObject({ phase: 'Stable', stableRevision: before.stableRevision });
  });

  it.each(['Preparing', 'Canary', 'Promoting'] as const)(
    'in %s leaves the users where they are, and the release begins again',
    async (phase) => {
      const world = await aStableWorld();
      const { stableRevision } = world.status();
      world.asks(v2);
      await world.until(phase);
      lose(world);
      await world.turn();
      expect(world.status()).toMatchObject({ phase: 'Preparing', stableRevision });
      expect(world.serving().length).toBeGreaterThanOrEqual(2);
      await world.settle();
      expect(world.status()).toMatchObject({
        phase: 'Stable',
        stableRevision: world.status().desiredRevision,
      });
    },
  );

  it('releases no revision that is held', async () => {
    const world = await aStableWorld();
    world.asks(bad);
    await world.settle();
    const { heldRevisions } = world.status();
    lose(world);
    await world.settle();
    expect(world.status()).toMatchObject({ phase: 'Stable', heldRevisions });
    expect(condition(world, 'Held')).toMatchObject({ status: 'True' });
  });
});

describe('commands', () => {
  const restarted = (world: AWorld) =>
    world.store
      .all()
      .filter(({ kind }) => kind === 'Deployment')
      .map((object) => JSON.stringify(object).includes('"spacetime.dev/restarted":"7"'));

  it('restart replaces the pods once, and not again by the next release', async () => {
    const world = await aStableWorld();
    world.asks(v1, { 'spacetime.dev/restart': '7' });
    expect(distinct(await effectsOf(world, world.settle))).toEqual([
      'record status: Stable',
      'apply Deployment plaza-REV',
      'record status: Stable',
    ]);
    expect(restarted(world)).toEqual([true]);
    world.asks(v2, { 'spacetime.dev/restart': '7' });
    const release = await effectsOf(world, world.settle);
    expect(release.filter((effect) => effect === 'apply Deployment plaza-REV')).toHaveLength(2);
    expect(restarted(world)).toEqual([true]);
  });

  it('that a new object brings along are not run', async () => {
    const world = aWorld();
    world.asks(v1, { 'spacetime.dev/restart': '7' });
    await world.settle();
    expect(restarted(world)).toEqual([false]);
    expect(world.status().commands).toMatchObject([{ name: 'restart', value: '7', result: 'Refused' }]);
  });
});

describe('scaling', () => {
  it('is written at once and is no release', async () => {
    const world = await aStableWorld();
    world.asks({ ...v1, replicas: 5 });
    expect(distinct(await effectsOf(world, world.settle))).toEqual([
      'record status: Stable',
      'apply Deployment plaza-REV',
      'record status: Stable',
    ]);
    expect(world.serving()).toHaveLength(5);
  });

  it('to nothing keeps everything, and a release waits', async () => {
    const world = await aStableWorld();
    world.asks({ ...v2, replicas: 0 });
    await world.settle();
    expect(world.serving()).toHaveLength(0);
    expect(condition(world, 'Released')).toMatchObject({ status: 'Unknown', reason: 'ScaledToZero' });
    world.asks(v2);
    await world.settle();
    expect(world.serving()).toHaveLength(2);
    expect(world.status()).toMatchObject({ phase: 'Stable', stableRevision: world.status().desiredRevision });
  });
});
