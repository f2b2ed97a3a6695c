import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aDataFolder } from '../../../test/aDataFolder.ts';
import { account } from './account.ts';
import { findPackage, openPrograms, type Package } from './programs.ts';

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let bare: Package;
beforeEach(async () => {
  folder = await aDataFolder();
  // As an installation without scripts leaves it: no links.
  const { directory, version } = await findPackage();
  bare = { directory: join(folder.path, 'closed/package'), version };
  await mkdir(join(folder.path, 'closed'));
  await cp(directory, bare.directory, { recursive: true, verbatimSymlinks: true });
  const links: { readonly target: string }[] = JSON.parse(
    await readFile(join(directory, 'native/pg-symlinks.json'), 'utf8'),
  );
  for (const { target } of links) await rm(join(bare.directory, target), { force: true });
});
afterEach(async () => {
  await chmod(join(folder.path, 'closed'), 0o755);
  await folder.remove();
});

const versionOf = async (program: string) => (await promisify(execFile)(program, ['--version'])).stdout;

describe('the programs of PostgreSQL', () => {
  it('get the links that an installation without scripts leaves out', async () => {
    const { initdb } = await openPrograms(bare, account(), folder.path);
    expect(initdb).toBe(join(bare.directory, 'native/bin/initdb'));
    expect(await versionOf(initdb)).toMatch(/PostgreSQL/);
    expect((await lstat(join(bare.directory, 'native/lib/libpq.so.5'))).isSymbolicLink()).toBe(true);
  });

  it('are copied, once, where they cannot be completed or reached', async () => {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) await chmod(join(folder.path, 'closed'), 0o700);
    else for (const name of ['lib', 'bin']) await chmod(join(bare.directory, 'native', name), 0o555);
    const { postgres } = await openPrograms(bare, account(), folder.path);
    expect(postgres).toBe(join(folder.path, `postgresql-${bare.version}/native/bin/postgres`));
    const { ino } = await lstat(postgres);
    await openPrograms(bare, account(), folder.path);
    expect((await lstat(postgres)).ino).toBe(ino);
    for (const name of ['lib', 'bin']) await chmod(join(bare.directory, 'native', name), 0o755);
  });

  it('are refused with a sentence where they do not run', async () => {
    await rm(join(bare.directory, 'native/lib/libcrypto.so.1.1'));
    await expect(openPrograms(bare, account(), folder.path)).rejects.toThrow(
      /^PostgreSQL does not run on this system: .*libcrypto\.so\.1\.1.* Set DATABASE_URL instead\.$/,
    );
  });
});
