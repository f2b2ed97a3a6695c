import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigurationRefused } from '../../configurationRefused.ts';

/** Holds a data folder for this process until it is released or the process ends, however it ends. */
export interface FolderLock {
  readonly release: () => void;
}

/**
 * Takes the data folder for this process. Throws ConfigurationRefused when another one has it. Node has no lock on files of its own, but
 * its SQLite takes the kernel's: it ends with the process, is seen from other containers on the same volume, and does not
 * depend on process ids, which are used again.
 */
export function lockFolder(path: string): FolderLock {
  const owner = join(path, 'owner');
  try {
    const lock = new DatabaseSync(join(path, 'lock'));
    lock.exec('begin exclusive');
    writeFileSync(owner, `${process.pid}\n`);
    return { release: () => lock.close() };
  } catch (error) {
    throw new ConfigurationRefused(refusal(path, owner, error as Error));
  }
}

function refusal(path: string, owner: string, { message }: Error): string {
  if (!/locked/.test(message))
    return `SPACETIME_DATA_DIR: the data folder ${path} cannot be locked: ${message}.`;
  return `SPACETIME_DATA_DIR: process ${pidIn(owner)} uses the data folder ${path}, and only one can: stop it, or name another folder.`;
}

function pidIn(owner: string): string {
  try {
    return readFileSync(owner, 'utf8').trim();
  } catch {
    return 'of another user';
  }
}
