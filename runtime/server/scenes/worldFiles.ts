import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { untilChanged } from './files/untilChanged.ts';
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
  /**
   * Every scene file below a `res://` directory, by path. `addons` says whether those under `res://addons/` are in it. Answers with the
   * same objects while the world stays as it is.
   */
  readonly list: (directory: string, addons: boolean) => Promise<SceneFile[]>;
}

/** Looks scenes up under one directory. */
export function worldFiles(root: string): WorldFiles {
  const describe = async (file: string): Promise<SceneFile> => {
    const { size, mtime } = await stat(file);
    const path = `res://${relative(root, file).split(sep).join('/')}`;
    return { name: path.slice(path.lastIndexOf('/') + 1), path, size, modified: mtime.toISOString() };
  };

  const all = untilChanged(async (visit) => {
    const files = await Promise.all((await scenesIn(root, visit)).map((file) => describe(file).catch(gone)));
    return files.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
  });

  return {
    list: async (directory, addons) => {
      const under = directory.endsWith('/') ? directory : `${directory}/`;
      return (await all()).filter(
        ({ path }) => path.startsWith(under) && (addons || !path.startsWith('res://addons/')),
      );
    },
  };
}

/** The scene files in a folder and those inside it. Links are not followed. */
async function scenesIn(directory: string, visit: (directory: string) => void): Promise<string[]> {
  visit(directory);
  const entries = await readdir(directory, { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return scenesIn(path, visit).catch(gone);
      return entry.isFile() && isScene(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

/** Nothing, where something went away while we looked; every other failure is one. */
function gone(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
