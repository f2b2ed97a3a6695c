import { jest } from '@jest/globals';
import { fakeClock } from '../../test/fakeClock.ts';
import { afterThisTest } from '../../test/release.ts';
import { scriptedApiServer } from '../../test/scriptedApiServer.ts';
import { systemClock } from '../clock.ts';
import { connect } from './connection.ts';
import { type Fence, LeaseLost } from './fence.ts';
import type { Credentials } from './wire/credentials.ts';

jest.setTimeout(20_000);

async function world({
  clock = systemClock,
  read,
}: {
  clock?: typeof systemClock;
  read?: () => Credentials;
} = {}) {
  const server = await scriptedApiServer();
  const connection = connect({
    credentials: async () => ({ ...server.credentials, ...read?.() }),
    clock,
    userAgent: 'spacetime-operator/test',
  });
  afterThisTest(server.close);
  afterThisTest(connection.close);
  return { server, connection };
}

const get = { doing: 'read Pod xr/a', method: 'GET', path: '/api/v1/namespaces/xr/pods/a' } as const;
const put = {
  doing: 'write Pod xr/a',
  method: 'PUT',
  path: '/api/v1/namespaces/xr/pods/a',
  body: { a: 1 },
} as const;
const tokens = (...values: string[]) => {
  let reads = 0;
  return {
    reads: () => reads,
    read: () => {
      const token = values[Math.min(reads++, values.length - 1)];
      return { headers: { authorization: `Bearer ${token}` } } as unknown as Credentials;
    },
  };
};

describe('a call', () => {
  it('sends what it was given and answers the parsed object', async () => {
    const { server, connection } = await world();
    const answer = connection.request({ ...put, query: { fieldManager: 'm', dryRun: 'All' } });
    const asked = await server.next();
    expect(asked).toMatchObject({
      method: 'PUT',
      path: put.path,
      query: { fieldManager: 'm', dryRun: 'All' },
      body: { a: 1 },
    });
    expect(asked.headers).toMatchObject({
      'user-agent': 'spacetime-operator/test',
      'content-type': 'application/json',
    });
    asked.answer(200, { kind: 'Pod' });
    await expect(answer).resolves.toEqual({ kind: 'Pod' });
  });

  it('rejects with what the server says, after what was being done', async () => {
    const { server, connection } = await world();
    const answer = connection.request(get);
    (await server.next()).refuse(404, 'pods "a" not found');
    await expect(answer).rejects.toMatchObject({
      name: 'NotFound',
      message: 'read Pod xr/a: pods "a" not found',
    });
  });

  it('is Unavailable when the connection breaks', async () => {
    const { server, connection } = await world();
    const answer = connection.request(get);
    (await server.next()).reset();
    await expect(answer).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('is Unavailable when nobody listens', async () => {
    const { server, connection } = await world();
    await server.close();
    await expect(connection.request(get)).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('is Unavailable when no answer comes in time', async () => {
    const clock = fakeClock();
    const { server, connection } = await world({ clock });
    const answer = connection.request({ ...get, timeoutSeconds: 4 });
    const asked = await server.next();
    clock.advance(4000);
    await expect(answer).rejects.toMatchObject({
      name: 'Unavailable',
      message: 'read Pod xr/a: no answer within 4 s',
    });
    await asked.closed;
    expect(clock.sleeping()).toEqual([]);
  });

  it('ends with the reason of its own signal', async () => {
    const { server, connection } = await world();
    const stop = new AbortController();
    const answer = connection.request({ ...get, signal: stop.signal });
    const asked = await server.next();
    stop.abort(new Error('shutting down'));
    await expect(answer).rejects.toThrow('shutting down');
    await asked.closed;
  });
});

describe('R1: sockets', () => {
  it('three hundred calls take at most eight, and each watch takes one more', async () => {
    const { server, connection } = await world();
    const stop = new AbortController();
    const watches = [1, 2, 3].map(() => connection.stream({ ...get, signal: stop.signal }));
    for (const _ of watches) (await server.next()).stream();
    await Promise.all(watches);

    const answers = Array.from({ length: 300 }, () => connection.request(get));
    for (const _ of answers) (await server.next()).answer(200, {});
    await Promise.all(answers);
    expect(server.sockets()).toBe(3 + 8);
    stop.abort();
  });

  it('are used again by later calls', async () => {
    const { server, connection } = await world();
    for (let call = 0; call < 100; call++) {
      const answer = connection.request(get);
      (await server.next()).answer(200, {});
      await answer;
    }
    expect(server.sockets()).toBeLessThanOrEqual(2);
  });

  it('are replaced when the certificate is', async () => {
    const clock = fakeClock();
    let ca = Buffer.from('first');
    const server = await scriptedApiServer();
    const connection = connect({
      credentials: async () => ({ ...server.credentials, tls: { ca } }),
      clock,
      userAgent: 'test',
    });
    afterThisTest(server.close);
    afterThisTest(connection.close);
    const sockets = async (): Promise<Set<number>> => {
      const used = new Set<number>();
      for (let call = 0; call < 10; call++) {
        const answer = connection.request(get);
        const asked = await server.next();
        asked.answer(200, {});
        await answer;
        used.add(asked.socket);
      }
      return used;
    };
    const before = await sockets();
    ca = Buffer.from('second');
    clock.advance(59_000);
    expect(before).toEqual(new Set([...before, ...(await sockets())]));
    clock.advance(1000);
    expect([...(await sockets())].filter((socket) => before.has(socket))).toEqual([]);
  });
});

describe('R1: the token', () => {
  it('is read again each minute', async () => {
    const clock = fakeClock();
    const source = tokens('one', 'two');
    const { server, connection } = await world({ clock, read: source.read });
    for (const expected of ['one', 'two']) {
      const answer = connection.request(get);
      const asked = await server.next();
      expect(asked.headers.authorization).toBe(`Bearer ${expected}`);
      asked.answer(200, {});
      await answer;
      clock.advance(60_000);
    }
  });

  it('is read again when the server does not know it, and the call is made again with the new one', async () => {
    const source = tokens('old', 'new');
    const { server, connection } = await world({ read: source.read });
    const answer = connection.request(put);
    (await server.next()).refuse(401);
    const again = await server.next();
    expect(again).toMatchObject({ method: 'PUT', body: { a: 1 }, headers: { authorization: 'Bearer new' } });
    again.answer(200, { done: true });
    await expect(answer).resolves.toEqual({ done: true });
  });

  it('that is still the same is not tried a second time', async () => {
    const source = tokens('old');
    const { server, connection } = await world({ read: source.read });
    const answer = connection.request(get);
    (await server.next()).refuse(401, 'Unauthorized');
    await expect(answer).rejects.toMatchObject({ name: 'Unauthorized' });
    expect(source.reads()).toBe(2);
    expect(server.waiting()).toEqual([]);
  });

  it('that cannot be read for a moment stays in use', async () => {
    const clock = fakeClock();
    let reads = 0;
    const { server, connection } = await world({
      clock,
      read: () => {
        if (reads++ > 0) throw new Error('no such file');
        return { headers: { authorization: 'Bearer one' } } as unknown as Credentials;
      },
    });
    for (let call = 0; call < 2; call++) {
      const answer = connection.request(get);
      const asked = await server.next();
      expect(asked.headers.authorization).toBe('Bearer one');
      asked.answer(200, {});
      await answer;
      clock.advance(60_000);
    }
  });
});

describe('R14: a fenced connection', () => {
  const closed: Fence = {
    check: () => {
      throw new LeaseLost('not held');
    },
  };

  it('sends no write while the fence is closed, but reads', async () => {
    const { server, connection } = await world();
    const guarded = connection.fencedBy(closed);
    for (const method of ['PUT', 'PATCH', 'POST', 'DELETE'] as const) {
      await expect(guarded.request({ ...put, method })).rejects.toMatchObject({
        name: 'LeaseLost',
        message: 'write Pod xr/a: not held',
      });
    }
    const read = guarded.request(get);
    (await server.next()).answer(200, {});
    await read;
    expect(server.waiting()).toEqual([]);
  });

  it('asks when a write goes out, not when it begins to wait for a socket', async () => {
    const { server, connection } = await world();
    let open = true;
    const guarded = connection.fencedBy({ check: () => (open ? undefined : closed.check()) });
    const reads = Array.from({ length: 8 }, () => connection.request(get));
    const asked = await Promise.all(reads.map(() => server.next()));
    const write = guarded.request(put);
    write.catch(() => undefined);
    open = false;
    for (const one of asked) one.answer(200, {});
    await expect(write).rejects.toBeInstanceOf(LeaseLost);
    await Promise.all(reads);
    expect(server.waiting()).toEqual([]);
  });
});
