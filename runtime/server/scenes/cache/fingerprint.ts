import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Input, presence } from '../files/worldSource.ts';

/** Tells whether files are still as a compilation saw them. */
export interface Fingerprints {
  readonly same: (directory: string, inputs: readonly Input[]) => Promise<boolean>;
}

interface Known {
  readonly state: string;
  readonly hash: string;
}

/** A file may change twice within the clock's step, so what changed just now is read again. */
const settledMilliseconds = 2000;

/** Compares contents; files whose times and size are as before are not read again. `now` is in milliseconds. */
export function fingerprints(now: () => number = Date.now): Fingerprints {
  const known = new Map<string, Known>();

  const hashOf = async (file: string): Promise<string> => {
    const { mtimeNs, ctimeNs, ctimeMs, size, ino } = await stat(file, { bigint: true });
    const state = [mtimeNs, ctimeNs, size, ino].join();
    const before = known.get(file);
    if (before?.state === state) return before.hash;
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    if (now() - Number(ctimeMs) > settledMilliseconds) known.set(file, { state, hash });
    return hash;
  };

  const isSame = async (directory: string, { path, seen }: Input): Promise<boolean> => {
    const file = await inside(directory, path);
    if (!file || seen === presence.missing) return (file === undefined) === (seen === presence.missing);
    return seen === presence.there || seen === (await hashOf(file));
  };

  return {
    same: async (directory, inputs) => {
      try {
        const answers = await Promise.all(inputs.map((input) => isSame(directory, input)));
        return answers.every((same) => same);
      } catch {
        // A file that went away while we looked is not the same.
        return false;
      }
    },
  };
}

async function inside(directory: string, path: string): Promise<string | undefined> {
  try {
    const [base, file] = await Promise.all([
      realpath(directory),
      realpath(join(directory, path.slice('res://'.length))),
    ]);
    return file.startsWith(base + sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
