import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseUrl } from './address.ts';

let database: string;
beforeEach(async () => {
  database = await mkdtemp(join(tmpdir(), 'spacetime-address-'));
});
afterEach(() => rm(database, { recursive: true }));

const found = (given?: string) => databaseUrl({ databaseUrl: given, directories: { database } });

describe('the address of the database', () => {
  it('is that of the environment, else of the mounted file, else nothing', async () => {
    expect(await found()).toBeUndefined();
    await writeFile(join(database, 'DATABASE_URL'), 'postgres://a:b@mounted/c\n');
    expect(await found()).toBe('postgres://a:b@mounted/c');
    expect(await found('postgresql://a:b@given/c')).toBe('postgresql://a:b@given/c');
  });

  it('may lead to a socket', async () => {
    expect(await found('postgres:///c?host=/run/postgresql')).toBe('postgres:///c?host=/run/postgresql');
  });

  it.each([
    '',
    'secret',
    'mysql://a:secret@b/c',
    'postgres://a:sec#ret@b/c',
    'postgres:///c',
    'postgres://a:secret@[b/c',
  ])('is refused without being shown when it is %j', async (given) => {
    const refused = await found(given).catch((error: Error) => error);
    expect(refused).toMatchObject({
      name: 'ConfigurationRefused',
      message: expect.stringMatching(
        /^DATABASE_URL must be an address such as postgres:\/\/user:password@host/,
      ),
    });
    expect((refused as Error).message).not.toMatch(/sec/);
  });
});
