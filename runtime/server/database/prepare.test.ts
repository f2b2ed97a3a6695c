import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { type CuttingProxy, cuttingProxy } from '../../test/cuttingProxy.ts';
import { until } from '../../test/until.ts';
import { prepareDatabase } from './prepare.ts';
import { DatabaseUnavailable } from './unavailable.ts';

let database: TestDatabase;
let proxy: CuttingProxy;
let logged: string[];
let stopping: AbortController;
beforeEach(async () => {
  database = await aDatabase({ empty: true });
  proxy = await cuttingProxy(database.url);
  logged = [];
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await proxy.close();
  await database.remove();
});

const prepare = (url: string, use = async () => {}) =>
  prepareDatabase(url, {
    log: pino({ base: null }, { write: (line) => void logged.push(line) }),
    stop: stopping.signal,
    use,
    refusedMilliseconds: 500,
  });

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};

describe('waiting for the database', () => {
  it('lasts until it can be reached, and says so', async () => {
    proxy.set('closed');
    const prepared = prepare(proxy.url);
    await until('a word', () => logged.length > 0);
    expect(logged[0]).toMatch(/The database cannot be used yet, after 0 s: /);
    proxy.set('open');
    await prepared;
    expect(await database.sql.selectFrom('world').select('id').execute()).toHaveLength(1);
  });

  it('goes on when the database goes away while it is used first', async () => {
    let times = 0;
    await prepare(database.url, async () => {
      times += 1;
      if (times === 1) throw new DatabaseUnavailable('away');
    });
    expect(times).toBe(2);
  });

  it('ends when it is told to', async () => {
    proxy.set('closed');
    const prepared = prepare(proxy.url);
    stopping.abort();
    await expect(prepared).rejects.toThrow();
  });

  it('does not hide what is no fault of the database', async () => {
    await expect(
      prepare(database.url, async () => {
        throw new TypeError('a mistake');
      }),
    ).rejects.toThrow('a mistake');
  });
});

describe('a database that refuses us for long is refused with a sentence that shows no secret', () => {
  it.each([
    [
      'a wrong password',
      (url: URL) => {
        url.password = 'wrong-secret';
      },
      'DATABASE_URL: the server refuses the user or the password.',
    ],
    [
      'another user',
      (url: URL) => {
        url.username = 'nobody-knows';
      },
      'DATABASE_URL: the server refuses the user or the password.',
    ],
    [
      'a database that is not there',
      (url: URL) => {
        url.pathname = '/lost';
      },
      'DATABASE_URL: the server has no database of that name.',
    ],
    [
      'encryption that the server does not have',
      (url: URL) => {
        url.search = '?sslmode=verify-full';
      },
      'DATABASE_URL: the server cannot be talked to: The server does not support SSL connections',
    ],
  ])('%s', async (_, change, sentence) => {
    await expect(prepare(changed(change))).rejects.toThrow(sentence);
    expect(logged.join('')).not.toMatch(/wrong-secret|nobody-knows/);
  });
});
