import { execFile } from 'node:child_process';
import { chown, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationRefused } from '../../configurationRefused.ts';
import { type Account, identity } from './account.ts';
import type { DataFolder } from './dataFolder.ts';
import type { Programs } from './programs.ts';

/** The user and the database of an embedded world. */
export const user = 'spacetime';
export const databaseName = 'postgres';

/**
 * Makes an empty database in the folder unless it has one. What is killed half-way leaves nothing that a later start would take
 * for a database. Throws ConfigurationRefused when it cannot be made.
 */
export async function makeCluster(
  { path, cluster, socket }: DataFolder,
  { initdb }: Programs,
  owner: Account,
): Promise<void> {
  await own(socket, owner);
  if (await isThere(join(cluster, 'PG_VERSION'))) return;
  const unfinished = `${cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await own(unfinished, owner);
  try {
    await promisify(execFile)(initdb, [...choices, `--pgdata=${unfinished}`], {
      ...identity(owner),
      cwd: '/',
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    });
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw new ConfigurationRefused(
      `SPACETIME_DATA_DIR: a database cannot be made in ${path}: ${sentenceOf(error as Error)}`,
    );
  }
  await rename(unfinished, cluster);
}

// The socket's folder is closed to everybody else, so whoever reaches the server may use it. Text is compared by PostgreSQL
// itself, so that the folder can move to another system.
const choices = [
  `--username=${user}`,
  '--auth=trust',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
];

async function own(folder: string, { uid, gid, switched }: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (switched) await chown(folder, uid, gid);
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

function sentenceOf({ message }: Error): string {
  if (/No space left on device/.test(message)) return 'its disk is full.';
  const lines = message.split('\n').filter((line) => /error|fatal/i.test(line));
  return `${lines.at(-1) ?? message.trim()}.`;
}
