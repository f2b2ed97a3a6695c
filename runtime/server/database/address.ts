import { join } from 'node:path';
import type { Config } from '../config.ts';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { textOf } from '../files.ts';

/** Where the database is: as the environment says, else as the mounted file does. Throws ConfigurationRefused when neither does. */
export async function databaseUrl({ databaseUrl: given, directories }: Config): Promise<string> {
  const url = given ?? (await textOf(join(directories.database, 'DATABASE_URL')))?.trim();
  if (!url)
    throw new ConfigurationRefused('DATABASE_URL must be set, to the address of a PostgreSQL database.');
  return url;
}
