import { jest } from '@jest/globals';
import { aConfigMap, aReflector, longestWatch } from '../../test/aReflector.ts';
import { eventually } from '../../test/eventually.ts';
import type { Asked } from '../../test/scriptedApiServer.ts';
import type { ConfigMap } from './types.ts';

jest.setTimeout(20_000);

const names = (objects: readonly ConfigMap[]) => objects.map(({ metadata }) => metadata.name);

describe('R4: trouble', () => {
  it.each([
    ['410 as a status', (asked: Asked) => asked.refuse(410)],
    ['410 in the stream', (asked: Asked) => asked.stream().send('ERROR', { kind: 'Status', code: 410 })],
  ])('%s: lists again', async (_, answer) => {
    const { reflector, lists, watchFrom, waits, streamFrom } = await aReflector();
    await lists('9', aConfigMap('a', '3'));
    answer(await watchFrom('9'));
    await waits(400);
    await lists('30', aConfigMap('a', '25'));
    await streamFrom('30');
    expect(reflector.get('xr', 'a')?.metadata.resourceVersion).toBe('25');
  });

  it.each([
    ['500', (asked: Asked) => asked.refuse(500)],
    ['503', (asked: Asked) => asked.refuse(503)],
    ['an answer that is not of Kubernetes', (asked: Asked) => asked.answer(502, '<html>')],
    ['500 in the stream', (asked: Asked) => asked.stream().send('ERROR', { kind: 'Status', code: 500 })],
    ['a broken connection', (asked: Asked) => asked.reset()],
    ['a stream that breaks', (asked: Asked) => asked.stream().reset()],
  ])(
    '%s: goes on from the same version, waiting twice as long each time and never more than 30 s',
    async (_, answer) => {
      const { clock, lists, watchFrom, waits } = await aReflector();
      await lists('9');
      for (const wait of [400, 800, 1600, 3200, 6400, 12_800, 15_000, 15_000]) {
        answer(await watchFrom('9'));
        await waits(wait);
      }
      (await watchFrom('9')).stream();
      await clock.until(longestWatch);
    },
  );

  it.each([
    ['429 on a list', 429],
    ['503 on a list', 503],
  ])('%s: waits as long as the server wishes', async (_, code) => {
    const { server, lists, waits, watchFrom } = await aReflector();
    (await server.next()).refuse(code, 'busy', { 'retry-after': '7' });
    await waits(7000);
    await lists('9');
    await watchFrom('9');
  });

  it('429 "storage is (re)initializing" on a watch: goes on from the same version, without a list', async () => {
    const { lists, watchFrom, waits } = await aReflector();
    await lists('9');
    (await watchFrom('9')).refuse(429, 'storage is (re)initializing', { 'retry-after': '1' });
    await waits(1000);
    await watchFrom('9');
  });

  it('nobody listens for a while: goes on when somebody does', async () => {
    const { server, clock, waits, lists } = await aReflector();
    (await server.next()).reset();
    for (const wait of [400, 800, 1600]) {
      await waits(wait);
      (await server.next()).reset();
    }
    await clock.until(3200);
    clock.advance(3200);
    await lists('9');
  });

  it('401: reads the token again and goes on with the new one', async () => {
    let token = 'old';
    const { server, lists } = await aReflector({ token: () => token });
    const asked = await server.next();
    token = 'new';
    asked.refuse(401);
    expect((await lists('9')).headers.authorization).toBe('new');
  });

  it('401 for ever: asks less and less often', async () => {
    const { server, waits } = await aReflector({ token: () => 'old' });
    for (const wait of [400, 800, 1600, 3200]) {
      (await server.next()).refuse(401);
      await waits(wait);
    }
  });

  it('403: reports the sentence, keeps what it has, keeps trying, and forgets the sentence when allowed again', async () => {
    const { reflector, lists, watchFrom, waits } = await aReflector();
    await lists('9', aConfigMap('a', '3'));
    (await watchFrom('9')).refuse(403, 'configmaps is forbidden: User "x" cannot watch');
    await waits(400);
    expect(reflector.forbidden()).toBe('watch configmaps: configmaps is forbidden: User "x" cannot watch');
    expect(names(reflector.list())).toEqual(['a']);
    (await watchFrom('9')).refuse(403);
    await waits(800);
    (await watchFrom('9')).stream();
    await eventually(() => reflector.forbidden(), undefined);
  });

  it('404, the kind is not served any more: lists again until it is', async () => {
    const { server, reflector, lists, watchFrom, waits } = await aReflector();
    await lists('9', aConfigMap('a', '3'));
    (await watchFrom('9')).refuse(404);
    await waits(400);
    (await server.next()).refuse(404);
    await waits(800);
    await lists('30');
    await watchFrom('30');
    expect(reflector.list()).toEqual([]);
  });

  it('404 of a kind that may be missing: is complete without it, and follows it when it comes and goes', async () => {
    const told: boolean[] = [];
    const { server, reflector, lists, watchFrom, waits, changes } = await aReflector({
      onServed: (isServed) => told.push(isServed),
    });
    (await server.next()).refuse(404);
    await reflector.synced;
    expect([reflector.hasSynced(), reflector.isServed(), reflector.list()]).toEqual([true, false, []]);
    await waits(400);
    (await server.next()).refuse(404);
    await waits(800);
    await lists('9', aConfigMap('a', '3'));
    const watched = await watchFrom('9');
    expect([reflector.isServed(), reflector.caughtUp('10')]).toEqual([true, false]);
    watched.refuse(404);
    await eventually(() => reflector.isServed(), false);
    expect([names(reflector.list()), reflector.caughtUp('10')]).toEqual([[], true]);
    expect(changes).toEqual(['a@3', 'a@3']);
    expect(told).toEqual([false, true, false]);
  });

  it('a watch that the server ends at once is not opened more than once a second', async () => {
    const { lists, streamFrom, waits } = await aReflector();
    await lists('9');
    for (let round = 0; round < 5; round++) {
      (await streamFrom('9')).end();
      await waits(1000);
    }
  });

  it('410 after every list: waits longer each time', async () => {
    const { lists, watchFrom, waits } = await aReflector();
    for (const wait of [400, 800, 1600, 3200]) {
      await lists('9');
      (await watchFrom('9')).refuse(410);
      await waits(wait);
    }
  });

  it('a watch that was open for a while forgives the failures before it', async () => {
    const { reflector, clock, lists, watchFrom, waits } = await aReflector();
    await lists('9');
    for (const wait of [400, 800, 1600]) {
      (await watchFrom('9')).refuse(500);
      await waits(wait);
    }
    const stream = (await watchFrom('9')).stream();
    stream.send('BOOKMARK', { metadata: { resourceVersion: '10' } });
    await eventually(() => reflector.caughtUp('10'), true);
    clock.advance(1000);
    stream.reset();
    await waits(400);
    await watchFrom('10');
  });
});
