import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigurationRefused } from '../../configurationRefused.ts';

/** Another process has the folder. */
export class FolderInUse extends ConfigurationRefused {
  override name = 'FolderInUse';
}

/** Holds a data folder for this process until it is released or the process ends, however it ends. */
export interface FolderLock {
  readonly release: () => void;
}

/**
 * Takes the data folder for this process. Throws FolderInUse when another one has it. Node has no lock on files of its own, but
 * its SQLite takes the kernel's: it ends with the process, is seen from other containers on the same volume, and does not
 * depend on process ids, which are used again.
 */
export function lockFolder(path: string): FolderLock {
  try {
    const lock = new DatabaseSync(join(path, 'lock'));
    lock.exec('begin exclusive');
    writeFileSync(join(path, 'owner'), `${process.pid}\n`);
    return { release: () => lock.close() };
  } catch (error) {
    throw refusal(path, error as Error);
  }
}

function refusal(path: string, { message }: Error): ConfigurationRefused {
  const where = `the data folder ${path}`;
  if (/disk is full|ENOSPC/.test(message))
    return new ConfigurationRefused(`SPACETIME_DATA_DIR: ${where} cannot be written to: its disk is full.`);
  if (!/locked/.test(message))
    return new ConfigurationRefused(`SPACETIME_DATA_DIR: ${where} cannot be locked: ${message}.`);
  const who = pidIn(join(path, 'owner'));
  return new FolderInUse(
    `SPACETIME_DATA_DIR: process ${who} uses ${where}, and only one can: stop it, or name another folder.`,
  );
}

function pidIn(owner: string): string {
  try {
    return readFileSync(owner, 'utf8').trim();
  } catch {
    return 'of another user';
  }
}
