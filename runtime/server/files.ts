import { readFile } from 'node:fs/promises';

/** The text of a file, or nothing when it is not there or cannot be read. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Reads files again and again and tells when any of them is not as it was at first or at the last call. Looks at contents,
 * because mounted Secrets change by a link being moved, which file events miss. The answer stops it.
 */
export function onChange(
  paths: readonly string[],
  { everyMilliseconds }: { readonly everyMilliseconds: number },
  changed: (contents: readonly (string | undefined)[]) => void,
): () => void {
  let before: string | undefined;
  const look = async () => {
    const contents = await Promise.all(paths.map(textOf));
    const seen = JSON.stringify(contents);
    if (before !== undefined && before !== seen) changed(contents);
    before = seen;
  };
  void look();
  const timer = setInterval(() => void look(), everyMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
