import { accessSync, chownSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationRefused } from '../../configurationRefused.ts';
import { textOf } from '../../files.ts';
import type { Account } from './account.ts';

/** Where the world of this machine is kept. */
export interface DataFolder {
  readonly path: string;
  /** What PostgreSQL keeps. */
  readonly cluster: string;
  /** Where its socket is. */
  readonly socket: string;
}

// A socket's path has at most 107 bytes on Linux.
const longestPath = 107 - '/run/.s.PGSQL.5432'.length;

const refuse = (path: string, why: string): never => {
  throw new ConfigurationRefused(`SPACETIME_DATA_DIR: the data folder ${path} ${why}`);
};

/** What is where in a folder. */
export function folderAt(given: string): DataFolder {
  const path = resolve(given);
  return { path, cluster: join(path, 'postgres'), socket: join(path, 'run') };
}

/** Makes the folder if it is not there. Throws ConfigurationRefused when PostgreSQL could not work in it. */
export async function openDataFolder(
  given: string,
  owner: Account,
  postgresVersion: string,
): Promise<DataFolder> {
  const folder = folderAt(given);
  const { path } = folder;
  if (Buffer.byteLength(path) > longestPath)
    refuse(path, `must have a path of at most ${longestPath} bytes, since a socket is made in it.`);
  make(path, owner);
  const [major] = postgresVersion.split('.');
  const version = (await textOf(join(folder.cluster, 'PG_VERSION')))?.trim();
  if (version !== undefined && version !== major)
    refuse(
      path,
      `was made by PostgreSQL ${version}, and this is ${major}: move the world with the release that made it (npm run db -- export FILE), or name another folder.`,
    );
  for (const inside of [folder.cluster, folder.socket]) checkOwner(path, inside, owner);
  return folder;
}

function make(path: string, owner: Account): void {
  try {
    const isNew = mkdirSync(path, { recursive: true, mode: owner.switched ? 0o755 : 0o700 }) !== undefined;
    if (owner.switched && (isNew || readdirSync(path).length === 0)) chownSync(path, owner.uid, owner.gid);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    refuse(path, cannot((error as NodeJS.ErrnoException).code ?? ''));
  }
  const closed = owner.switched && ancestors(path).find((folder) => !mayEnter(folder, owner));
  if (closed)
    refuse(
      path,
      `cannot be reached by the user ${owner.name}, who runs PostgreSQL for root: ${closed} is closed to others.`,
    );
}

const cannot = (code: string): string =>
  ({
    EACCES: 'cannot be written to: its permissions do not let us.',
    EPERM: 'cannot be written to: its permissions do not let us.',
    EROFS: 'cannot be written to: its file system is read-only.',
    ENOSPC: 'cannot be written to: its disk is full.',
    // What making folders in a row answers on a file system that takes none.
    ENOENT: 'cannot be made: its file system is read-only, or not for files.',
    EEXIST: 'is not a folder.',
    ENOTDIR: 'is not a folder.',
  })[code] ?? `cannot be used (${code}).`;

const ancestors = (path: string): string[] =>
  dirname(path) === path ? [path] : [path, ...ancestors(dirname(path))];

function mayEnter(folder: string, { uid, gid }: Account): boolean {
  const found = statSync(folder);
  if (found.uid === uid) return (found.mode & 0o100) !== 0;
  return (found.mode & (found.gid === gid ? 0o010 : 0o001)) !== 0;
}

function checkOwner(path: string, inside: string, owner: Account): void {
  const found = statSync(inside, { throwIfNoEntry: false });
  if (found && found.uid !== owner.uid)
    refuse(path, `belongs to user ${found.uid}, and PostgreSQL would run as ${owner.name}.`);
}
