import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A CustomResourceDefinition as it is published. */
export interface Definition {
  readonly metadata: { readonly name: string };
}

/** What another project publishes, out of these files of its Go module; `release` is the module and its version. */
export function publishedDefinitions(
  release: string,
  folder: string,
  files: readonly string[],
): readonly Definition[] {
  // The module may ask for a newer Go than its files need: it is there even where Go complains.
  const said = go('mod', 'download', '-json', release);
  const path = join(go('env', 'GOMODCACHE').trim(), release, folder);
  return files.map((file) => {
    try {
      return parse(readFileSync(join(path, file), 'utf8')) as Definition;
    } catch (cause) {
      throw new Error(`There is no ${join(path, file)}; Go says: ${said}`, { cause });
    }
  });
}

const go = (...words: readonly string[]): string =>
  spawnSync('go', words, { cwd: tmpdir(), encoding: 'utf8' }).stdout ?? 'There is no Go.';
