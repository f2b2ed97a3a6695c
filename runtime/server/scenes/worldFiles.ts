import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isScene } from './resPath.ts';

/** One scene file of the world. `size` is in bytes. */
export interface SceneFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly modified: string;
}

/** The files of the world, by their `res://` paths. */
export interface WorldFiles {
  /** The text of a scene, or nothing when there is no such file inside the world. Throws when it is larger than 8 MB. */
  readonly read: (scenePath: string) => Promise<string | undefined>;
  /** Every scene file below a `res://` directory, by path. `addons` says whether those under `res://addons/` are in it. */
  readonly list: (directory: string, addons: boolean) => Promise<SceneFile[]>;
}

const largestBytes = 8_000_000;
const inWorld = 'res://'.length;

/** Looks scenes up under one directory. A link that leads out of it counts as no file. */
export function worldFiles(root: string): WorldFiles {
  const resolve = async (path: string) => {
    try {
      const [base, file] = await Promise.all([realpath(root), realpath(join(root, path.slice(inWorld)))]);
      return file.startsWith(base + sep) ? file : undefined;
    } catch {
      return undefined;
    }
  };

  const describe = async (file: string): Promise<SceneFile> => {
    const { size, mtime } = await stat(file);
    const path = `res://${relative(root, file).split(sep).join('/')}`;
    return { name: path.slice(path.lastIndexOf('/') + 1), path, size, modified: mtime.toISOString() };
  };

  return {
    read: async (scenePath) => {
      const file = await resolve(scenePath);
      if (!file) return undefined;
      const { size } = await stat(file);
      if (size > largestBytes) throw new Error(`is larger than ${largestBytes / 1e6} MB`);
      return readFile(file, 'utf8');
    },
    list: async (directory, addons) => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const scenes = entries.filter((entry) => entry.isFile() && isScene(entry.name));
      const files = await Promise.all(scenes.map((entry) => describe(join(entry.parentPath, entry.name))));
      const under = directory.endsWith('/') ? directory : `${directory}/`;
      return files
        .filter(({ path }) => path.startsWith(under) && (addons || !path.startsWith('res://addons/')))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}
