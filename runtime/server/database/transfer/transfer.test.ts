import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../../test/aDatabase.ts';
import { aDataFolder } from '../../../test/aDataFolder.ts';
import { readConfig } from '../../config.ts';
import { exportTo, importFrom } from './transfer.ts';
import { worldTables } from './worldTables.ts';

const main = join(import.meta.dirname, 'main.ts');

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let file: string;
const databases: TestDatabase[] = [];
const fresh = async (options?: { empty: boolean }) => {
  const database = await aDatabase(options);
  databases.push(database);
  return database;
};
beforeEach(async () => {
  folder = await aDataFolder();
  file = join(folder.path, 'world.jsonl');
});
afterEach(async () => {
  for (const database of databases.splice(0)) await database.remove();
  await folder.remove();
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const db = async (url: string, ...given: string[]): Promise<Outcome> => {
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: url, SPACETIME_DATA_DIR: folder.path };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [main, ...given], { env })) };
  } catch (error) {
    return error as Outcome;
  }
};

const fill = async ({ sql: into }: TestDatabase) => {
  const statements = [
    `insert into scene_loads (scene_path, status, reason, at, seconds, hash)
     select 'res://' || n || '.tscn', 'loaded', null, timestamptz '2026-01-02 03:04:05.123456+00' + n * interval '1 second', n / 3.0, null
     from generate_series(1, 1200) n`,
    `delete from scene_loads where id > 1190`,
    `insert into events (type, data) values ('scene.loaded', '{"scene_path": "res://ä\u2028\\n\\"}.tscn", "n": 12345678901234567890.5}')`,
    `insert into webhooks (url, events, secret) values ('https://example.com/', '{scene.loaded,"a,b"}', 'webhook_secret_123')`,
    `insert into deliveries (message_id, webhook_id, event_id, event, body) values ('msg_1', 1, 1, 'scene.loaded', E'{"a":\\t1}\\n')`,
    `insert into jobs (type, parameters, progress) values ('cache_warming', '{}', 0.1)`,
    `insert into tokens (name, digest, scopes, source) values ('t', '\\xdeadbeef', '{read}', 'issued')`,
    `insert into audit (action, actor, outcome, detail) values ('a', 'b', 'done', '{"x": null}')`,
    `insert into used_tickets values ('n', now())`,
    `insert into idempotency (key, caller, request_hash) values ('k', 'c', 'h')`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(into);
};

const contents = async ({ sql: from }: TestDatabase) => {
  const all: Record<string, unknown> = {};
  for (const table of worldTables) {
    const { rows } = await sql<{
      row: string;
    }>`select t::text as row from ${sql.table(table)} t order by 1`.execute(from);
    all[table] = rows.map(({ row }) => row);
  }
  return all;
};

describe('a world that is moved', () => {
  it('is the same in every byte, and gives ids that it never gave', async () => {
    const from = await fresh();
    const to = await fresh({ empty: true });
    await fill(from);
    expect(await db(from.url, 'export', file)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('scene_loads: 1190 rows'),
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { code, stderr } = await db(to.url, 'import', file);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/World [-0-9a-f]{36} is in the database\.\n$/)]);
    expect(await contents(to)).toEqual(await contents(from));
    const next = await to.sql
      .insertInto('scene_loads')
      .values({ scene_path: 'res://next.tscn', status: 'loaded', seconds: 0, hash: null, reason: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    expect(next.id).toBe(1201);
  });

  it('goes through a pipe into a database of our own, and out of it again', async () => {
    const from = await fresh();
    await fill(from);
    const { stdout } = await db(from.url, 'export', '-');
    await writeFile(file, stdout);
    const imported = await db('', 'import', file);
    expect([imported.code, imported.stderr]).toEqual([0, expect.stringContaining('is in the database')]);
    const again = await db('', 'export', '-');
    expect(rowsOf(again.stdout)).toEqual(rowsOf(stdout));
  });

  it('holds every table but those of what runs now, of counting and of queueing', async () => {
    const { pool } = await fresh();
    const { rows } = await pool.query(
      `select relname from pg_class where relkind = 'r' and relpersistence = 'p'
       and relnamespace = 'public'::regnamespace and relname not like 'kysely_%' order by 1`,
    );
    const passing = ['pods'];
    expect(rows.map(({ relname }) => relname)).toEqual([...worldTables, ...passing].sort());
  });
});

describe('backups in a folder', () => {
  const backups = async () => (await readdir(folder.path)).filter((name) => name.endsWith('.jsonl')).sort();

  it('are whole files of which the newest stay, and nothing else in the folder is touched', async () => {
    const from = await fresh();
    await fill(from);
    const old = [
      'world-20260101T000000Z.jsonl',
      'world-20260102T000000Z.jsonl',
      'world-20260103T000000Z.jsonl',
    ];
    const others = ['mine.jsonl', 'world-20260101T000000Z.jsonl.mine', 'world-20250101T000000Z.jsonl'];
    const [header = ''] = (await db(from.url, 'export', '-')).stdout.split('\n');
    for (const name of [...old, 'world-20260104T000000Z.jsonl.part'])
      await writeFile(join(folder.path, name), `${header}\n`);
    for (const name of others) await writeFile(join(folder.path, name), '');
    const { code, stderr } = await db(from.url, 'backup', folder.path, '--keep', '2');
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`Removed, as 2 are kept: ${old[0]}, ${old[1]}.`),
    ]);
    const [first, , second, third, ...more] = await backups();
    expect([first, second, more]).toEqual(['mine.jsonl', old[2], []]);
    expect(await readdir(folder.path)).toEqual(expect.arrayContaining(others));
    expect(await readdir(folder.path)).not.toContain('world-20260104T000000Z.jsonl.part');
    const checked = await db('', 'check', join(folder.path, third ?? ''));
    expect([checked.code, checked.stderr]).toEqual([
      0,
      expect.stringMatching(/ is whole: world [-0-9a-f]{36} as it was at .+, schema \d+\.\n/),
    ]);
    expect(checked.stderr).toContain('scene_loads: 1190 rows');
  });

  it('of a world that was lost are not removed for its successor of the same name', async () => {
    const lost = await fresh();
    await fill(lost);
    const [header = ''] = (await db(lost.url, 'export', '-')).stdout.split('\n');
    const ofAnother = header.replace(/[0-9a-f]{8}-/, '00000000-');
    expect(ofAnother).not.toBe(header);
    for (const name of ['world-20260101T000000Z.jsonl', 'world-20260102T000000Z.jsonl.part'])
      await writeFile(join(folder.path, name), `${ofAnother}\n`);
    const { code, stderr } = await db(lost.url, 'backup', folder.path, '--keep', '1');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('Removed')]);
    expect(await readdir(folder.path)).toHaveLength(3);
  });

  it('that fail remove none of those before', async () => {
    await writeFile(join(folder.path, 'world-20260101T000000Z.jsonl'), '');
    const empty = await fresh({ empty: true });
    const { code, stderr } = await db(empty.url, 'backup', folder.path, '--keep', '1');
    expect([code, stderr]).toEqual([1, 'There is no world in this database.\n']);
    expect(await readdir(folder.path)).toEqual(['world-20260101T000000Z.jsonl']);
  });

  it('that were cut off are known by check', async () => {
    const from = await fresh();
    const { stdout } = await db(from.url, 'export', '-');
    await writeFile(file, stdout.slice(0, -80));
    const { code, stderr } = await db('', 'check', file);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^The file (ends in the middle|is damaged)/)]);
  });
});

const moving = (url: string) => ({
  config: readConfig({ DATABASE_URL: url, SPACETIME_DATA_DIR: folder.path }),
  file,
  log: pino({ level: 'silent' }),
  progress: () => {},
});

const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('{"row"'));

describe('what cannot be moved is refused with a sentence, and nothing is changed', () => {
  let from: TestDatabase;
  let to: TestDatabase;
  let text: string;
  let before: Awaited<ReturnType<typeof contents>>;
  beforeEach(async () => {
    from = await fresh();
    to = await fresh();
    await fill(from);
    await exportTo(moving(from.url));
    text = await readFile(file, 'utf8');
    await rm(file);
    before = await contents(to);
  });

  const damaged = (change: (lines: string[]) => string[]) =>
    writeFile(file, change(text.split('\n').slice(0, -1)).join('\n'));
  const refused = async (sentence: string | RegExp) => {
    await expect(importFrom(moving(to.url))).rejects.toThrow(sentence);
    expect(await contents(to)).toEqual(before);
  };

  it('a file that ends in the middle', async () => {
    await damaged((lines) => lines.slice(0, 700));
    await refused('The file ends in the middle, after line 700.');
  });

  it('a file that ends in the middle of a line', async () => {
    await writeFile(file, text.slice(0, text.length / 2));
    await refused(/The file is damaged in line \d+\.|ends in the middle/);
  });

  it('a file that lost a row', async () => {
    await damaged((lines) => lines.toSpliced(100, 1));
    await refused(/The file is damaged: the rows of scene_loads are not all there, in line \d+\./);
  });

  it('a file of which a row was changed', async () => {
    await damaged((lines) => lines.with(100, lines[100]?.replace('res://', 'res://x') ?? ''));
    await refused('The file is damaged: its sum is not that of its lines.');
  });

  it('a file of which a row is no row', async () => {
    await damaged((lines) => lines.with(100, '{"row":{"id":"one"}}'));
    await refused(/The file is damaged before line \d+: /);
  });

  it('a file that goes on after its end', async () => {
    await damaged((lines) => [...lines, '{}']);
    await refused(/The file goes on after its end/);
  });

  it.each([
    ['another kind of file', 'hello\n', 'The file is no exported world: its first line does not say so.'],
    ['an empty file', '', 'The file is empty.'],
  ])('%s', async (_, content, sentence) => {
    await writeFile(file, content);
    await refused(sentence);
  });

  it('a file of a later release', async () => {
    await damaged(([first = '', ...lines]) => [first.replace(/"schema":\d+/, '"schema":9999'), ...lines]);
    await refused(/The file has schema 9999, and this release knows \d+: import it with a later release\./);
  });

  it('a file that is not there', async () => {
    await refused(/ENOENT: no such file or directory/);
  });

  it('a database that holds a world already', async () => {
    await writeFile(file, text);
    await fill(to);
    before = await contents(to);
    await refused('The database holds a world already: its table scene_loads is not empty.');
  });

  it('a database without a world, and one of a later release', async () => {
    const empty = await fresh({ empty: true });
    await expect(exportTo(moving(empty.url))).rejects.toThrow('There is no world in this database.');
    await sql`insert into kysely_migration values ('9999_later', now()::text)`.execute(from.sql);
    await expect(exportTo(moving(from.url))).rejects.toThrow(
      /^The world has schema \d+, and this release knows \d+/,
    );
    await expect(exportTo(moving(''))).rejects.toThrow(/^There is no world in .+: set DATABASE_URL/);
  });

  it('a file that would be written over', async () => {
    await writeFile(file, 'precious');
    await expect(exportTo(moving(from.url))).rejects.toThrow(`${file} is there already: name another file.`);
    expect(await readFile(file, 'utf8')).toBe('precious');
  });

  it('says what the file holds when it is asked for help', async () => {
    const { code, stdout } = await db('', '--help');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('the secrets of webhooks, the hashes of tokens'),
    ]);
  });
});
