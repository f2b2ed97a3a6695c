import { spawn } from 'node:child_process';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { aDataFolder } from '../../../test/aDataFolder.ts';
import { until } from '../../../test/until.ts';
import { account, identity } from './account.ts';
import { type Embedded, openEmbedded } from './embedded.ts';
import { serversIn } from './leftovers.ts';

const isRoot = process.geteuid?.() === 0;
const log = pino({ level: 'silent' });

let folder: Awaited<ReturnType<typeof aDataFolder>>;
const opened: Embedded[] = [];
beforeEach(async () => {
  folder = await aDataFolder();
});
afterEach(async () => {
  for (const embedded of opened.splice(0)) await embedded.close();
  await folder.remove();
});

const open = async (path = folder.path): Promise<Embedded> => {
  const embedded = await openEmbedded(path, log);
  opened.push(embedded);
  return embedded;
};

const begin = async (path = folder.path): Promise<Embedded> => {
  const embedded = await open(path);
  await embedded.start();
  return embedded;
};

const end = async (embedded: Embedded) => {
  opened.splice(opened.indexOf(embedded), 1);
  await embedded.close();
};

const ask = async (url: string, statement: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
};

describe('a PostgreSQL of our own', () => {
  it('is made in an empty folder, and keeps what it was given', async () => {
    const first = await begin();
    await ask(first.url, 'create table kept as select 42 as answer');
    await end(first);
    const second = await begin();
    expect(await ask(second.url, 'select answer from kept')).toEqual([42]);
  });

  it('listens on no port, and lets nobody else reach its socket', async () => {
    const { url } = await begin();
    expect(await ask(url, 'show listen_addresses')).toEqual(['']);
    expect((await stat(join(folder.path, 'run'))).mode & 0o777).toBe(0o700);
  });

  it('loses nothing that it acknowledged when all its processes are killed, and goes on by itself', async () => {
    const { url } = await begin();
    await ask(url, 'create table acknowledged (n integer)');
    const written: number[] = [];
    const writing = (async () => {
      const client = new Client({ connectionString: url });
      client.on('error', () => {});
      await client.connect();
      for (let n = 0; ; n++) {
        await client.query('insert into acknowledged values ($1)', [n]);
        written.push(n);
      }
    })().catch(() => {});
    await until('fifty rows', () => written.length > 50);
    for (const pid of serversIn(join(folder.path, 'postgres'))) process.kill(pid, 'SIGKILL');
    await writing;
    const found = await until('the database', () =>
      ask(url, 'select n from acknowledged').catch(() => undefined),
    );
    expect(found).toEqual(expect.arrayContaining(written));
    expect(found.length - written.length).toBeLessThanOrEqual(1);
  });

  it.each(['postgres/postmaster.pid', 'run/.s.PGSQL.5432.lock'])(
    'starts over %s that names a process which is another by now',
    async (file) => {
      const first = await begin();
      const pidFile = join(folder.path, file);
      const text = await readFile(pidFile, 'utf8');
      await end(first);
      // PostgreSQL takes no other user's process for one of its own.
      const other = spawn('sleep', ['600'], identity(account()));
      await writeFile(pidFile, text.replace(/^\d+/, String(other.pid)));
      const { url } = await begin().finally(() => other.kill());
      expect(await ask(url, 'select 1')).toEqual([1]);
    },
  );

  it('starts over what was left by one that was killed while it was made', async () => {
    await mkdir(join(folder.path, 'postgres.new/base'), { recursive: true });
    const { url } = await begin();
    expect(await ask(url, 'select 1')).toEqual([1]);
  });
});

describe('a folder that cannot be used is refused with the reason', () => {
  it('another process has it', async () => {
    await open();
    await expect(open()).rejects.toThrow(
      `SPACETIME_DATA_DIR: process ${process.pid} uses the data folder ${folder.path}, and only one can: stop it, or name another folder.`,
    );
  });

  it('it can be used again when the other let go of it', async () => {
    await end(await open());
    await open();
  });

  it('it is a file', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, '');
    await expect(open(path)).rejects.toThrow(`the data folder ${path} is not a folder.`);
  });

  it('its path is too long for a socket', async () => {
    const path = join(folder.path, 'x'.repeat(80));
    await expect(open(path)).rejects.toThrow('must have a path of at most 89 bytes');
  });

  it('another release of PostgreSQL made it', async () => {
    await mkdir(join(folder.path, 'postgres'));
    await writeFile(join(folder.path, 'postgres/PG_VERSION'), '17\n');
    await expect(open()).rejects.toThrow(
      /was made by PostgreSQL 17, and this is 18: move the world with the release that made it/,
    );
  });

  it('what is in it is damaged', async () => {
    await end(await begin());
    await rm(join(folder.path, 'postgres/global/pg_control'));
    await expect(begin()).rejects.toThrow(
      `SPACETIME_DATA_DIR: PostgreSQL does not start in ${folder.path}: postgres: could not find the database system`,
    );
  });

  (isRoot ? it : it.skip)('another user owns it', async () => {
    await end(await begin());
    await chown(join(folder.path, 'postgres'), 12345, 12345);
    await expect(open()).rejects.toThrow(/belongs to user 12345, and PostgreSQL would run as \w+\./);
  });

  (isRoot ? it : it.skip)('it is closed to the user who runs PostgreSQL for root', async () => {
    const closed = join(folder.path, 'closed');
    await mkdir(closed, { mode: 0o700 });
    await expect(open(join(closed, 'data'))).rejects.toThrow(`${closed} is closed to others.`);
  });
});
