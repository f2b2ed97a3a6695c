import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contentsOf } from './contents.ts';
import { readLines } from './files.ts';
import { headerIn } from './format.ts';
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
 * Writes the world to a new file in the folder that `moving` names, reads it once more, and then removes all but the newest `keep` of the
 * same world's: what is left of a world that was lost is never removed for its successor. Where it fails, it leaves the folder as it was.
 */
export async function backupInto(moving: Moving, keep: number, now: Date): Promise<BackedUp> {
  const folder = moving.file;
  const file = join(folder, backupName(now));
  await exportTo({ ...moving, file });
  const { header } = await contentsOf(readLines(file)).catch(async (error: unknown) => {
    await rm(file);
    throw error;
  });
  return { file, removed: await removeOld(folder, keep, header.world) };
}

/** `world-20260301T120000Z.jsonl` */
const backupName = (now: Date): string => `world-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.jsonl`;

/** What a backup left that was cut off goes too. Files that are called otherwise, or that nobody can read, stay. */
async function removeOld(folder: string, keep: number, world: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => form.test(name.replace(/\.part$/, '')));
  const own: string[] = [];
  for (const name of names.sort()) if ((await worldIn(join(folder, name))) === world) own.push(name);
  const old = own.filter((name) => !name.endsWith('.part')).slice(0, -keep);
  for (const name of own.filter((name) => old.includes(name) || name.endsWith('.part')))
    await rm(join(folder, name), { force: true });
  return old;
}

/** The id of the world that a file is of, whole or not; undefined when that cannot be read. */
async function worldIn(file: string): Promise<string | undefined> {
  try {
    for await (const first of readLines(file)) return headerIn(first).world;
  } catch {}
  return undefined;
}
