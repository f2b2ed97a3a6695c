import { readFile } from 'node:fs/promises';

/** The text of a file, or nothing when it is not there or cannot be read. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

type Contents = readonly (string | undefined)[];

/** The texts of some files, in their order. */
export const textsOf = (paths: readonly string[]): Promise<Contents> => Promise.all(paths.map(textOf));

const everyMilliseconds = 1000;

/**
 * Reads files every second and tells when they are not as they were: at first as `known` says, then as last told. Looks at
 * contents, because mounted Secrets change by a link being moved, which file events miss. The answer stops it.
 */
export function onChange(
  paths: readonly string[],
  known: Contents,
  changed: (contents: Contents) => void,
): () => void {
  let before = JSON.stringify(known);
  const look = async () => {
    const contents = await textsOf(paths);
    const seen = JSON.stringify(contents);
    if (seen === before) return;
    before = seen;
    changed(contents);
  };
  const timer = setInterval(() => void look(), everyMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
