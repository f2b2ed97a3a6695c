import { join } from 'node:path';
import type { Config } from '../config.ts';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { textOf } from '../files.ts';

type Settings = Pick<Config, 'databaseUrl'> & {
  readonly directories: Pick<Config['directories'], 'database'>;
};

/**
 * Where the database is: as the environment says, else as the mounted file does, else nothing. Throws ConfigurationRefused when
 * that is no address; its sentence never shows what was given, which may hold a password.
 */
export async function databaseUrl({
  databaseUrl: given,
  directories,
}: Settings): Promise<string | undefined> {
  const url = given ?? (await textOf(join(directories.database, 'DATABASE_URL')))?.trim();
  if (url === undefined || isAddress(url)) return url;
  throw new ConfigurationRefused(
    'DATABASE_URL must be an address such as postgres://user:password@host:5432/database, with special characters of the password percent-encoded.',
  );
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) return false;
  return url.hostname !== '' || url.searchParams.has('host');
}
