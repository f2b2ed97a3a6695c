import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { limits, SceneFault } from '../sceneFault.ts';

/** What a compilation looked at: the SHA-256 of a file that was read, whether one was there, or that none was. */
export type Input = { readonly path: string; readonly seen: string };

/** Marks of files that were looked for and not read. */
export const presence = { there: 'there', missing: 'missing' } as const;

/** The files of a world as one compilation reads them. Throws SceneFault beyond 500 files or 256 MB. */
export interface WorldSource {
  /** The bytes of a file, or nothing when there is none inside the world. */
  readonly read: (path: string) => Uint8Array<ArrayBuffer> | undefined;
  readonly has: (path: string) => boolean;
  /** Everything that was looked at, by path: what the outcome depends on. */
  readonly inputs: () => readonly Input[];
}

/**
 * Reads files below a directory by checked `res://` paths. A link that leads out of it counts as no file. `noted` hears at once of
 * everything that is looked at: of a file that is read twice, that it is there and what it holds.
 */
export function worldSource(directory: string, noted: (input: Input) => void = () => {}): WorldSource {
  const base = realpathSync(directory);
  const seen = new Map<string, string>();
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  let bytes = 0;
  const note = (path: string, what: string) => {
    seen.set(path, what);
    noted({ path, seen: what });
  };

  const find = (path: string): string | undefined => {
    const file = fileInside(base, path);
    if (!seen.has(path)) note(path, file ? presence.there : presence.missing);
    if (seen.size > limits.files) throw new SceneFault(`needs more than ${limits.files} files`);
    return file;
  };

  return {
    has: (path) => find(path) !== undefined,
    read: (path) => {
      const known = contents.get(path);
      if (known) return known;
      const file = find(path);
      if (!file) return undefined;
      bytes += statSync(file).size;
      if (bytes > limits.totalBytes)
        throw new SceneFault(`needs more than ${limits.totalBytes / 1e6} MB of files`);
      const content = new Uint8Array(readFileSync(file));
      contents.set(path, content);
      note(path, createHash('sha256').update(content).digest('hex'));
      return content;
    },
    inputs: () => [...seen].map(([path, what]) => ({ path, seen: what })),
  };
}

function fileInside(base: string, path: string): string | undefined {
  try {
    const file = realpathSync(join(base, path.slice('res://'.length)));
    return file.startsWith(base + sep) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
