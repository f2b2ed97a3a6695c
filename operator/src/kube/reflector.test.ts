import { jest } from '@jest/globals';
import { aConfigMap, aReflector, longestWatch } from '../../test/aReflector.ts';
import { eventually } from '../../test/eventually.ts';
import type { ConfigMap } from './types.ts';

jest.setTimeout(20_000);

const names = (objects: readonly ConfigMap[]) => objects.map(({ metadata }) => metadata.name);

describe('R2: the list', () => {
  it('is read in pages of 500 until the last, and appears as a whole', async () => {
    const { server, reflector, streamFrom } = await aReflector();
    const first = await server.next();
    expect(first.query).toEqual({ limit: '500' });
    expect(first.path).toBe('/api/v1/configmaps');
    first.answer(200, {
      metadata: { resourceVersion: '9', continue: 'more' },
      items: [aConfigMap('a', '3')],
    });
    const second = await server.next();
    expect(second.query).toEqual({ limit: '500', continue: 'more' });
    expect(reflector.list()).toEqual([]);
    second.answer(200, { metadata: { resourceVersion: '9' }, items: [aConfigMap('b', '5')] });
    await streamFrom('9');
    expect(names(reflector.list())).toEqual(['a', 'b']);
  });

  it('keeps the kind that list items leave out, and drops managedFields', async () => {
    const { reflector, lists, streamFrom } = await aReflector();
    const item = aConfigMap('a', '3', { key: 'value' });
    await lists('9', { ...item, metadata: { ...item.metadata, managedFields: [{ manager: 'kubectl' }] } });
    await streamFrom('9');
    expect(reflector.get('xr', 'a')).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', ...item });
  });

  it('begins again when the server has forgotten the version of its first pages', async () => {
    const { server, reflector, lists, waits, streamFrom } = await aReflector();
    (await server.next()).answer(200, { metadata: { resourceVersion: '9', continue: 'more' }, items: [] });
    (await server.next()).refuse(410);
    await waits(400);
    await lists('20', aConfigMap('a', '15'));
    await streamFrom('20');
    expect(names(reflector.list())).toEqual(['a']);
  });
});

describe('R3: the watch', () => {
  it('goes on from the version of the list, asks for bookmarks and for an end after 240 to 480 seconds', async () => {
    const { lists, watchFrom } = await aReflector();
    await lists('9');
    expect((await watchFrom('9')).query).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '9',
      timeoutSeconds: '360',
    });
  });

  it('follows what is added, changed and deleted', async () => {
    const { reflector, changes, lists, streamFrom } = await aReflector();
    await lists('9', aConfigMap('a', '3'));
    const stream = await streamFrom('9');
    stream.send('ADDED', aConfigMap('b', '10'));
    stream.send('MODIFIED', aConfigMap('a', '11', { key: 'new' }));
    stream.send('DELETED', aConfigMap('b', '12'));
    await eventually(() => changes, ['a@3', 'b@10', 'a@11', 'b@10']);
    expect(names(reflector.list())).toEqual(['a']);
    expect(reflector.get('xr', 'a')?.data).toEqual({ key: 'new' });
  });

  it('goes on from the last bookmark when the server ends it', async () => {
    const { reflector, clock, lists, streamFrom } = await aReflector();
    await lists('9');
    const stream = await streamFrom('9');
    stream.send('BOOKMARK', { metadata: { resourceVersion: '40' } });
    await eventually(() => reflector.caughtUp('40'), true);
    clock.advance(360_000);
    stream.end();
    await clock.until(0);
    clock.advance(0);
    await streamFrom('40');
  });

  it('that is silent for 30 seconds more than its time is given up', async () => {
    const { clock, lists, watchFrom, waits } = await aReflector();
    await lists('9');
    const asked = await watchFrom('9');
    asked.stream();
    await clock.until(longestWatch);
    clock.advance(longestWatch);
    await asked.closed;
    await waits(400);
    await watchFrom('9');
  });

  it('that is accepted and never answered is given up as well', async () => {
    const { clock, lists, watchFrom, waits } = await aReflector();
    await lists('9');
    const asked = await watchFrom('9');
    clock.advance(longestWatch);
    await asked.closed;
    await waits(400);
    await watchFrom('9');
  });

  it('survives bytes cut anywhere, empty lines, five megabytes in one line and types it does not know', async () => {
    const { reflector, changes, lists, streamFrom } = await aReflector();
    await lists('9');
    const stream = await streamFrom('9');
    stream.send('SURPRISE', { metadata: { resourceVersion: '10' } });
    const line = Buffer.from(
      `\n${JSON.stringify({ type: 'ADDED', object: aConfigMap('a', '11', { key: 'é🚀' }) })}\n\n`,
    );
    for (const byte of line) stream.write(Uint8Array.of(byte));
    stream.send('ADDED', aConfigMap('b', '12', { key: 'x'.repeat(5_000_000) }));
    await eventually(() => changes, ['a@11', 'b@12']);
    expect(reflector.get('xr', 'a')?.data).toEqual({ key: 'é🚀' });
    expect(reflector.get('xr', 'b')?.data?.['key']).toHaveLength(5_000_000);
  });

  it('whose line is cut off goes on from the event before it', async () => {
    const { changes, lists, streamFrom, waits } = await aReflector();
    await lists('9');
    const stream = await streamFrom('9');
    stream.send('ADDED', aConfigMap('a', '10'));
    stream.write('{"type":"MODIFIED","object":{"metad');
    stream.end();
    await waits(400);
    (await streamFrom('10')).send('MODIFIED', aConfigMap('a', '11'));
    await eventually(() => changes, ['a@10', 'a@11']);
  });
});

describe('R5: a list after the first', () => {
  it('reports what vanished meanwhile, and what changed, and nothing else', async () => {
    const { reflector, changes, lists, watchFrom, waits } = await aReflector();
    await lists('9', aConfigMap('a', '1'), aConfigMap('b', '2'), aConfigMap('c', '3'));
    (await watchFrom('9')).refuse(410);
    await waits(400);
    changes.length = 0;
    await lists('30', aConfigMap('a', '1'), aConfigMap('c', '25'), aConfigMap('d', '26'));
    await watchFrom('30');
    expect(changes).toEqual(['b@2', 'c@25', 'd@26']);
    expect(names(reflector.list())).toEqual(['a', 'c', 'd']);
  });

  it('replaces everything in one step: no reader sees half of it', async () => {
    const seen: string[][] = [];
    let read: () => readonly ConfigMap[] = () => [];
    const { reflector, lists, watchFrom } = await aReflector({
      onChange: () => void seen.push(names(read())),
    });
    read = reflector.list;
    await lists('9', aConfigMap('a', '1'), aConfigMap('b', '2'));
    await watchFrom('9');
    expect(seen).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('that is older than what was seen is refused, and asked for again', async () => {
    const { reflector, lists, watchFrom, waits } = await aReflector();
    await lists('90071992547409931', aConfigMap('a', '90071992547409930'));
    (await watchFrom('90071992547409931')).refuse(410);
    await waits(400);
    await lists('90071992547409930', aConfigMap('old', '5'));
    await waits(800);
    expect(names(reflector.list())).toEqual(['a']);
    await lists('90071992547409932', aConfigMap('new', '90071992547409932'));
    await watchFrom('90071992547409932');
    expect(names(reflector.list())).toEqual(['new']);
  });

  it('an event that is older than what was seen, or is sent twice, changes nothing', async () => {
    const { reflector, changes, lists, streamFrom } = await aReflector();
    await lists('90071992547409931', aConfigMap('a', '90071992547409931'));
    const stream = await streamFrom('90071992547409931');
    changes.length = 0;
    stream.send('MODIFIED', aConfigMap('a', '90071992547409930'));
    stream.send('ADDED', aConfigMap('deleted-long-ago', '7'));
    stream.send('DELETED', aConfigMap('a', '90071992547409930'));
    stream.send('MODIFIED', aConfigMap('a', '90071992547409932'));
    stream.send('MODIFIED', aConfigMap('a', '90071992547409932'));
    stream.send('ADDED', aConfigMap('b', '90071992547409933'));
    await eventually(() => changes, ['a@90071992547409932', 'b@90071992547409933']);
    expect(names(reflector.list())).toEqual(['a', 'b']);
  });
});

describe('R6: synced', () => {
  it('only when the first list is complete', async () => {
    const { server, reflector } = await aReflector();
    const first = await server.next();
    expect(reflector.hasSynced()).toBe(false);
    first.answer(200, { metadata: { resourceVersion: '9', continue: 'more' }, items: [] });
    const second = await server.next();
    expect(reflector.hasSynced()).toBe(false);
    second.answer(200, { metadata: { resourceVersion: '9' }, items: [] });
    await reflector.synced;
    expect(reflector.hasSynced()).toBe(true);
  });
});

describe('R7: a reader', () => {
  it('cannot change what is cached', async () => {
    const { reflector, changes, lists, streamFrom } = await aReflector();
    await lists('9', aConfigMap('a', '3', { key: 'value' }));
    const stream = await streamFrom('9');
    stream.send('ADDED', aConfigMap('b', '10', { key: 'value' }));
    await eventually(() => changes, ['a@3', 'b@10']);
    for (const name of ['a', 'b']) {
      const cached = reflector.get('xr', name);
      expect(() => Object.assign(cached?.data ?? {}, { key: 'mine' })).toThrow(TypeError);
      expect(() => Object.assign(cached?.metadata ?? {}, { labels: {} })).toThrow(TypeError);
    }
  });

  it('that throws when told of a change stops nothing', async () => {
    const { reflector, lists, streamFrom } = await aReflector({
      onChange: () => {
        throw new Error('queue is closed');
      },
    });
    await lists('9', aConfigMap('a', '3'));
    const stream = await streamFrom('9');
    stream.send('ADDED', aConfigMap('b', '10'));
    await eventually(() => names(reflector.list()), ['a', 'b']);
  });

  it('is told of both owners of an object that changed hands', async () => {
    const owned = (uid: string, version: string) => {
      const object = aConfigMap('a', version);
      return { ...object, metadata: { ...object.metadata, ownerReferences: [{ uid }] } };
    };
    const owners: unknown[] = [];
    const { lists, streamFrom } = await aReflector({
      onChange: ({ metadata }) => void owners.push(metadata.ownerReferences?.[0]?.uid),
    });
    await lists('9', owned('one', '3'));
    (await streamFrom('9')).send('MODIFIED', owned('two', '10'));
    await eventually(() => owners, ['one', 'two', 'one']);
  });
});

describe('R8: caught up', () => {
  it('with a version only when it, or a later one, has been seen', async () => {
    const { reflector, lists, streamFrom } = await aReflector();
    await lists('9');
    const stream = await streamFrom('9');
    expect(reflector.caughtUp('9')).toBe(true);
    expect(reflector.caughtUp('10')).toBe(false);
    stream.send('BOOKMARK', { metadata: { resourceVersion: '10' } });
    await eventually(() => reflector.caughtUp('10'), true);
  });
});

describe('its life', () => {
  it('ends with the signal, and so does its watch', async () => {
    const { stop, ended, lists, watchFrom } = await aReflector();
    await lists('9');
    const asked = await watchFrom('9');
    asked.stream();
    stop.abort();
    await Promise.all([ended, asked.closed]);
  });

  it('ends with the signal while it waits to try again', async () => {
    const { server, clock, stop, ended } = await aReflector();
    (await server.next()).refuse(500);
    await clock.until(400);
    stop.abort();
    await ended;
  });

  it('R11: lastHeard moves with pages, events and bookmarks, not with failures', async () => {
    const { server, reflector, clock, lists, watchFrom, waits, streamFrom } = await aReflector();
    const start = clock.now();
    clock.stop(1000);
    (await server.next()).refuse(500);
    await waits(400);
    expect(reflector.lastHeard()).toBe(start);
    await lists('9');
    (await watchFrom('9')).refuse(500);
    await clock.until(800);
    expect(reflector.lastHeard()).toBe(start + 1400);
    clock.advance(800);
    const stream = await streamFrom('9');
    await eventually(() => reflector.lastHeard(), start + 2200);
    clock.stop(60_000);
    stream.send('BOOKMARK', { metadata: { resourceVersion: '10' } });
    await eventually(() => reflector.lastHeard(), start + 62_200);
  });
});
