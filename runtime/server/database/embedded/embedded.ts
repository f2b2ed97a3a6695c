import type { Logger } from 'pino';
import { ConfigurationRefused } from '../../configurationRefused.ts';
import { account } from './account.ts';
import { databaseName, makeCluster, user } from './cluster.ts';
import { folderAt, openDataFolder } from './dataFolder.ts';
import { lockFolder } from './folderLock.ts';
import { type Kept, keepRunning } from './kept.ts';
import { endLeftovers } from './leftovers.ts';
import { startPostmaster } from './postmaster.ts';
import { findPackage, openPrograms } from './programs.ts';

/** A PostgreSQL of our own, in a folder that is ours alone. */
export interface Embedded {
  readonly url: string;
  /** Resolves when it takes connections; from then on it is started again whenever it ends. Throws ConfigurationRefused when it cannot run. */
  readonly start: () => Promise<void>;
  /** Ends it in order and lets go of the folder. */
  readonly close: () => Promise<void>;
}

/** Takes the folder for this process. Throws ConfigurationRefused when it cannot be used or another process has it. */
export async function openEmbedded(dataDirectory: string, log: Logger): Promise<Embedded> {
  const owner = account();
  const found = await findPackage();
  const folder = await openDataFolder(dataDirectory, owner, found.version);
  const lock = lockFolder(folder.path);
  let starting: Promise<Kept> | undefined;
  const start = async (): Promise<Kept> => {
    await endLeftovers(folder, log);
    const programs = await openPrograms(found, owner, folder.path);
    await makeCluster(folder, programs, owner);
    const begin = async () => {
      await endLeftovers(folder, log);
      return startPostmaster(folder, programs, { owner, log });
    };
    const first = await begin().catch((error: Error) => {
      const sentence = `SPACETIME_DATA_DIR: PostgreSQL does not start in ${folder.path}: ${error.message}.`;
      throw new ConfigurationRefused(sentence);
    });
    return keepRunning(first, begin, log);
  };
  return {
    url: embeddedUrl(folder.socket),
    start: async () => {
      if (owner.switched)
        log.info(
          `PostgreSQL runs as the user ${owner.name}, since it does not run as root, in ${folder.path}.`,
        );
      starting = start();
      await starting;
    },
    close: async () => {
      const kept = await starting?.catch(() => undefined);
      await kept?.stop();
      lock.release();
    },
  };
}

/** The address of the PostgreSQL that another process runs in a folder. */
export const urlOfRunning = (dataDirectory: string): string => embeddedUrl(folderAt(dataDirectory).socket);

const embeddedUrl = (socket: string) =>
  `postgres://${user}@localhost/${databaseName}?host=${encodeURIComponent(socket)}`;
