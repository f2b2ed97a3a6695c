import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { ConfigurationRefused } from './configurationRefused.ts';
import { textOf } from './files.ts';
import { Problem } from './http/problem.ts';
import { compiler } from './scenes/compiler.ts';
import { type Library, library } from './scenes/library.ts';
import { type CompilerThreads, compilerThreads } from './scenes/thread/threads.ts';
import { readWhitelist } from './scenes/whitelist.ts';
import { worldFiles } from './scenes/worldFiles.ts';

/** The library of a world, and the scene that it opens with, if it has any. */
export interface Opening {
  readonly library: Library;
  readonly firstScene: string | undefined;
}

const usual = 'res://vr_main.tscn';

/**
 * Reads the whitelist and the world. Throws ConfigurationRefused when there is no world, or the whitelist names a scene that the
 * world does not have or that cannot be shown.
 */
export async function openWorld(
  { directories, environment }: Config,
  threads: CompilerThreads = compilerThreads(),
): Promise<Opening> {
  const whitelist = readWhitelist(
    await textOf(join(directories.config, 'scene_whitelist.json')),
    environment,
  );
  if (!(await isDirectory(directories.world)))
    throw new ConfigurationRefused(`SPACETIME_WORLD_DIR: there is no directory ${directories.world}.`);
  const shelf = library({
    files: worldFiles(directories.world),
    whitelist,
    compiler: compiler({ directory: directories.world, threads }),
  });
  const allowed = whitelist.named.filter(whitelist.allows);
  await Promise.all(
    allowed.map((path) =>
      shelf.compile(path).catch((error: Error) => {
        // Anything else is trouble of the machine, which passes, and no fault of what is named.
        if (!(error instanceof Problem)) throw error;
        throw new ConfigurationRefused(
          `scene_whitelist.json: ${environment} names ${path}. ${error.message}`,
        );
      }),
    ),
  );
  const scenes = allowed.length > 0 ? allowed : (await shelf.list('res://', false)).map(({ path }) => path);
  return { library: shelf, firstScene: scenes.includes(usual) ? usual : scenes[0] };
}

const isDirectory = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
