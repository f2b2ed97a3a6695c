import { hash } from 'node:crypto';
import { aStableWorld, condition } from '../../test/aStableWorld.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import type { Secret } from '../kube/types.ts';

/** A stable world whose values will differ from those that it has. */
const mixed = async (): Promise<AWorld> => {
  const world = await aStableWorld();
  world.mix();
  return world;
};
const v1 = { image: 'spacetime:v1' };
const spec = (rotation: object = {}) => ({
  ...v1,
  secrets: { rotation: { overlapSeconds: 60, ...rotation } },
});
const rotate = (target: string) => ({ 'spacetime.dev/rotate': target });

const secretOf = (world: AWorld, name = 'plaza-secrets') => world.store.find<Secret>('Secret', name);
const secretValue = (world: AWorld, key = 'API_TOKEN') => atob(secretOf(world)?.data?.[key] ?? '');
const statusOf = (world: AWorld) => world.status().secrets[0];
const commandOf = (world: AWorld) => world.status().commands.find(({ name }) => name === 'rotate');
const reasons = (world: AWorld) => world.cluster.told.map((text) => text.split(':')[0]);
/** Whether every pod with users has heard of the token in the Secret. */
const isKnownToAll = (world: AWorld): boolean => {
  const heard = world.hearing.heard.get(hash('sha256', secretValue(world)));
  return world.serving().every(({ metadata }) => heard?.has(metadata.uid ?? ''));
};
const turns = async (world: AWorld, many: number) => {
  for (let n = 0; n < many; n++) await world.turn();
};
const changes = (world: AWorld, values: Record<string, string>) => {
  const secret = secretOf(world);
  if (!secret) throw new Error('There is no Secret.');
  const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, btoa(value)]));
  world.store.put({ ...secret, data: { ...secret.data, ...data } });
};

describe('an API token that is rotated on command', () => {
  it('is known to every pod before it is in the Secret, and the one before it until the overlap is over', async () => {
    const world = await mixed();
    const old = secretValue(world);
    const [, deaf] = world.serving();
    world.hearing.deaf.add(deaf?.metadata.name ?? '');
    world.asks(spec(), rotate('API_TOKEN@1'));
    await turns(world, 5);
    expect(secretValue(world)).toBe(old);
    expect(commandOf(world)).toMatchObject({ result: 'InProgress' });
    expect(condition(world, 'SecretsReady')).toMatchObject({ status: 'True', reason: 'Rotating' });

    world.hearing.deaf.clear();
    await turns(world, 3);
    const next = secretValue(world);
    expect(next).not.toBe(old);
    expect(commandOf(world)).toMatchObject({ result: 'Done' });
    expect(statusOf(world)?.overlapUntil).toBeDefined();
    const digest = hash('sha256', next);
    expect(world.hearing.words.filter((word) => word.endsWith(`: ${old}, ${digest}, none`))).toHaveLength(2);

    await turns(world, 70);
    expect(statusOf(world)?.overlapUntil).toBeUndefined();
    expect(world.hearing.words.at(-1)).toContain(`: ${next}, ${digest}, 0`);
    expect(secretOf(world, 'plaza-rotation')).toBeUndefined();
    expect(condition(world, 'SecretsReady')).toMatchObject({ reason: 'Generated' });
    expect(reasons(world)).toEqual(['Normal SecretRotated', 'Normal CommandDone', 'Normal RotationFinished']);
    expect(secretValue(world)).toBe(next);
  });

  it('is rotated once for each value of the annotation, also while releases are paused', async () => {
    const world = await mixed();
    const seen = new Set([secretValue(world)]);
    for (const value of ['API_TOKEN@1', 'API_TOKEN@1', 'API_TOKEN@2']) {
      world.asks({ ...spec(), paused: true }, rotate(value));
      await turns(world, 10);
      seen.add(secretValue(world));
    }
    expect(seen.size).toBe(3);
  });

  it('makes no new pods, and no release', async () => {
    const world = await mixed();
    const before = [world.status().stableRevision, world.serving().map(({ metadata }) => metadata.uid)];
    world.asks(spec(), rotate('API_TOKEN'));
    await turns(world, 80);
    expect([world.status().stableRevision, world.serving().map(({ metadata }) => metadata.uid)]).toEqual(
      before,
    );
  });

  it.each([
    ['DATABASE', /^The credentials of a managed database are not rotated/],
    ['TOKEN', /^There is nothing to rotate that is called TOKEN/],
  ])('%s is refused with a sentence', async (target, message) => {
    const world = await mixed();
    world.asks(v1, rotate(target));
    await turns(world, 2);
    expect(commandOf(world)).toMatchObject({ result: 'Refused', message: expect.stringMatching(message) });
  });
});

it('a password that no pod reads is replaced without a word to any', async () => {
  const world = await mixed();
  const before = [secretValue(world), secretValue(world, 'GRAFANA_ADMIN_PASSWORD')];
  world.asks(spec(), rotate('GRAFANA_ADMIN_PASSWORD'));
  await turns(world, 4);
  expect(secretValue(world)).toBe(before[0]);
  expect(secretValue(world, 'GRAFANA_ADMIN_PASSWORD')).not.toBe(before[1]);
  expect(world.hearing.words).toEqual([]);
  expect(statusOf(world)?.overlapUntil).toBeUndefined();
});

describe('a schedule', () => {
  it('replaces what the operator made when its days are over, and says when it does so next', async () => {
    const world = await mixed();
    world.asks(spec({ intervalDays: 1 }));
    await turns(world, 3);
    const old = secretValue(world);
    const next = Date.parse(statusOf(world)?.nextRotationTime ?? '');
    expect(next - Date.parse(statusOf(world)?.lastRotationTime ?? '')).toBe(86_400_000);
    world.sleeps(86_400);
    await turns(world, 6);
    expect(secretValue(world)).not.toBe(old);
    expect(Date.parse(statusOf(world)?.nextRotationTime ?? '')).toBeGreaterThanOrEqual(next + 86_400_000);
  });

  it('leaves a value alone that its user has put there, and gives who used the one before as long to follow', async () => {
    const world = await mixed();
    world.asks(spec({ intervalDays: 1 }));
    await turns(world, 3);
    changes(world, { API_TOKEN: 'a-token-of-my-own-0123' });
    await turns(world, 2);
    expect(statusOf(world)?.overlapUntil).toBeDefined();
    expect(world.hearing.words.at(-1)).toContain(hash('sha256', 'a-token-of-my-own-0123'));
    world.sleeps(10 * 86_400);
    await turns(world, 10);
    expect(secretValue(world)).toBe('a-token-of-my-own-0123');
    expect(reasons(world)).toContain('Normal RotationFinished');
  });
});

it('of a Secret that was there before, only what the operator added is rotated', async () => {
  const world = aWorld();
  world.mix();
  world.store.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'plaza-secrets' },
    data: { API_TOKEN: btoa('a-token-of-my-own-0123') },
  } as Secret);
  world.asks(spec({ intervalDays: 1 }));
  await world.settle();
  const added = secretValue(world, 'GRAFANA_ADMIN_PASSWORD');
  expect(reasons(world)).toEqual(expect.arrayContaining(['Normal SecretAdopted', 'Normal SecretGenerated']));
  world.sleeps(86_400);
  await turns(world, 6);
  expect(secretValue(world)).toBe('a-token-of-my-own-0123');
  expect(secretValue(world, 'GRAFANA_ADMIN_PASSWORD')).not.toBe(added);
  world.asks(spec({ intervalDays: 1 }), rotate('API_TOKEN'));
  await turns(world, 2);
  expect(commandOf(world)?.message).toMatch(/^Secret plaza-secrets, key API_TOKEN: the value is yours/);
});

it('what the operator added to a Secret that was there before stays when it adds another', async () => {
  const world = aWorld();
  world.mix();
  const mine = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'plaza-secrets' } };
  world.store.put({ ...mine, data: { API_TOKEN: btoa('a-token-of-my-own-0123') } } as Secret);
  world.asks(spec());
  await world.settle();
  const added = secretOf(world)?.data?.['GRAFANA_ADMIN_PASSWORD'];
  world.store.put({ ...secretOf(world), data: { GRAFANA_ADMIN_PASSWORD: added } } as Secret);
  const seen = new Set<string>();
  for (let n = 0; n < 8; n++) {
    await world.turn();
    seen.add(
      Object.keys(secretOf(world)?.data ?? {})
        .sort()
        .join(),
    );
  }
  expect([...seen].at(-1)).toBe('API_TOKEN,GRAFANA_ADMIN_PASSWORD');
  expect(seen.size).toBeLessThanOrEqual(2);
  expect(secretOf(world)?.data?.['GRAFANA_ADMIN_PASSWORD']).toBe(added);
});

it('a world without pods is not looked at again and again while the token before is still accepted', async () => {
  const world = await mixed();
  world.asks({ ...spec(), replicas: 0 });
  await world.settle();
  const before = await world.reconcile();
  world.asks({ ...spec(), replicas: 0 }, rotate('API_TOKEN'));
  await turns(world, 80);
  expect(statusOf(world)?.overlapUntil).toBeDefined();
  expect(await world.reconcile()).toEqual(before);
});

it('a crash at any write of a rotation repeats the write and not the rotation', async () => {
  const end = async (fail: (world: AWorld) => void) => {
    const world = await mixed();
    const first = secretValue(world);
    fail(world);
    world.asks(spec(), rotate('API_TOKEN'));
    const seen = new Set<string>();
    for (let n = 0; n < 80; n++) {
      await world.turn();
      seen.add(secretValue(world));
      if (secretValue(world) !== first && !isKnownToAll(world))
        throw new Error('A pod does not know it yet.');
    }
    const { overlapUntil } = statusOf(world) ?? {};
    const left = secretOf(world, 'plaza-rotation');
    return {
      values: seen.size,
      isNew: secretValue(world) !== first,
      overlapUntil,
      left,
      result: commandOf(world)?.result,
    };
  };
  const expected = { values: 2, isNew: true, overlapUntil: undefined, left: undefined, result: 'Done' };
  for (const failure of ['lost', 'unanswered'] as const)
    for (let nth = 1; nth <= 8; nth++)
      expect([nth, failure, await end(({ cluster }) => cluster.fail(nth, failure))]).toEqual([
        nth,
        failure,
        expected,
      ]);
});
