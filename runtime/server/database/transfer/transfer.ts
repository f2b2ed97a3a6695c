import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import { databaseUrl } from '../address.ts';
import { openEmbedded, urlOfRunning } from '../embedded/embedded.ts';
import { FolderInUse } from '../embedded/folderLock.ts';
import { migrate } from '../migrate.ts';
import { exportWorld, type Progress } from './exportWorld.ts';
import { readLines, writeAll } from './files.ts';
import { importWorld } from './importWorld.ts';

/** What is moved, and where to. */
export interface Moving {
  readonly config: Config;
  readonly file: string;
  readonly log: Logger;
  readonly progress: Progress;
}

/** Writes the world of the configured database to a file. Throws a sentence when there is none. */
export async function exportTo({ config, file, log, progress }: Moving): Promise<void> {
  const source = await existing(config, log);
  try {
    await withClient(source.url, (client) => writeAll(file, exportWorld(client, progress)));
  } finally {
    await source.close();
  }
}

/** Reads a world from a file into the configured database, which must be empty, and answers its id. */
export async function importFrom({ config, file, log, progress }: Moving): Promise<string> {
  const target = await openTarget(config, log);
  try {
    await migrate(target.url);
    const { world } = await withClient(target.url, (client) =>
      importWorld(client, readLines(file), progress),
    );
    return world;
  } finally {
    await target.close();
  }
}

interface Place {
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function openTarget(config: Config, log: Logger): Promise<Place> {
  const url = await databaseUrl(config);
  if (url !== undefined) return { url, close: async () => {} };
  const embedded = await openEmbedded(config.directories.data, log);
  await embedded.start().catch(async (error) => {
    await embedded.close();
    throw error;
  });
  return embedded;
}

/** As `openTarget`, but makes nothing, and shares an embedded database that is running. */
async function existing(config: Config, log: Logger): Promise<Place> {
  const { data } = config.directories;
  if ((await databaseUrl(config)) === undefined && !(await isThere(join(data, 'postgres'))))
    throw new Error(`There is no world in ${data}: set DATABASE_URL or SPACETIME_DATA_DIR.`);
  try {
    return await openTarget(config, log);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    return { url: urlOfRunning(data), close: async () => {} };
  }
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'spacetime-transfer',
  });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
