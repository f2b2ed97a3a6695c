import type { Logger } from 'pino';
import { releaseBuild } from '../build.ts';
import type { Config } from '../config.ts';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { databaseUrl } from './address.ts';
import { openEmbedded } from './embedded/embedded.ts';

/** Where the world is kept: `start` makes sure that somebody is there to ask. */
export interface DatabaseSource {
  readonly url: string;
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * The database that the configuration names, else, where the sources run, one of our own in the data folder. Throws
 * ConfigurationRefused when there is none that could work.
 */
export async function databaseSource(config: Config, log: Logger): Promise<DatabaseSource> {
  const url = await databaseUrl(config);
  if (url !== undefined) return { url, start: async () => {}, close: async () => {} };
  if (releaseBuild)
    throw new ConfigurationRefused('DATABASE_URL must be set, to the address of a PostgreSQL database.');
  return openEmbedded(config.directories.data, log);
}
