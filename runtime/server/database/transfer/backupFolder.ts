import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contentsOf } from './contents.ts';
import { readLines } from './files.ts';
import { exportTo, type Moving } from './transfer.ts';

/** A backup is called after its moment, UTC, so that names sort as times do. */
const form = /^world-\d{8}T\d{6}Z\.jsonl$/;

/** What a backup did. */
export interface BackedUp {
  readonly file: string;
  /** Names of the backups that it removed. */
  readonly removed: readonly string[];
}

/**
 * Writes the world to a new file in the folder that `moving` names, reads it once more, and then removes all but the newest `keep` of those
 * there. Where it fails, it leaves the folder as it was.
 */
export async function backupInto(moving: Moving, keep: number, now: Date): Promise<BackedUp> {
  const folder = moving.file;
  const file = join(folder, backupName(now));
  await exportTo({ ...moving, file });
  try {
    await contentsOf(readLines(file));
  } catch (error) {
    await rm(file);
    throw error;
  }
  return { file, removed: await removeOld(folder, keep) };
}

/** `world-20260301T120000Z.jsonl` */
const backupName = (now: Date): string => `world-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.jsonl`;

/** What a backup left that was cut off goes too. Files that are called otherwise stay. */
async function removeOld(folder: string, keep: number): Promise<string[]> {
  const names = await readdir(folder);
  const backups = names.filter((name) => form.test(name)).sort();
  const old = backups.slice(0, -keep);
  const unfinished = names.filter(
    (name) => name.endsWith('.part') && form.test(name.slice(0, -'.part'.length)),
  );
  for (const name of [...old, ...unfinished]) await rm(join(folder, name), { force: true });
  return old;
}
