import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kept, Record } from './record.ts';

/** Compiled scenes in a directory, for the next start and for other processes. */
export interface Disk {
  readonly read: (path: string) => Promise<Kept | undefined>;
  /** Also an earlier form of a scene. */
  readonly readHash: (path: string, hash: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps a scene if that is possible: a cache that cannot be written is none. */
  readonly write: (kept: Kept) => Promise<void>;
}

const mostBytes = 1_000_000_000;

/** `world` and `version` separate what another world or another compiler made. */
export function disk(directory: string, world: string, version: string): Disk {
  const keyOf = (path: string) => sha256(`${version}\n${world}\n${path}`).slice(0, 32);
  const glbOf = (path: string, hash: string) => join(directory, `${keyOf(path)}-${hash}.glb`);

  const readHash: Disk['readHash'] = async (path, hash) => {
    if (!(await isOurs(directory))) return undefined;
    const glb = await bytesOf(glbOf(path, hash));
    return glb && sha256(glb) === hash ? glb : undefined;
  };

  return {
    readHash,
    read: async (path) => {
      if (!(await isOurs(directory))) return undefined;
      const written = await bytesOf(join(directory, `${keyOf(path)}.json`));
      const record = written && parsed(written);
      const glb = record && (await readHash(path, record.hash));
      return record && glb ? { record, glb } : undefined;
    },
    write: async ({ record, glb }) => {
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        if (!(await isOurs(directory))) return;
        await put(directory, glbOf(record.path, record.hash), glb);
        await put(directory, join(directory, `${keyOf(record.path)}.json`), JSON.stringify(record));
        await trim(directory);
      } catch {
        // A full or read-only disk: memory still holds the scene.
      }
    },
  };
}

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** A directory that another user made in a shared folder is not to be trusted. */
async function isOurs(directory: string): Promise<boolean> {
  try {
    const found = await lstat(directory);
    return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
  } catch {
    return false;
  }
}

async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const bytes = new Uint8Array(await readFile(file));
    const now = new Date();
    await utimes(file, now, now).catch(() => {});
    return bytes;
  } catch {
    return undefined;
  }
}

function parsed(bytes: Uint8Array): Record | undefined {
  try {
    return Record.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}

/** Whoever reads sees the whole file or none. */
async function put(directory: string, file: string, content: Uint8Array | string): Promise<void> {
  const draft = join(directory, `${randomUUID()}.draft`);
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, file);
}

/** Removes what was not used for longest while there is more than one gigabyte. */
async function trim(directory: string): Promise<void> {
  const names = await readdir(directory);
  const found = await Promise.all(
    names.map(async (name) => {
      const file = join(directory, name);
      const { size, mtimeMs } = await stat(file);
      return { file, size, mtimeMs };
    }),
  );
  let bytes = found.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size } of found.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (bytes <= mostBytes) return;
    await unlink(file);
    bytes -= size;
  }
}
