import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The options with which the operator's image starts Node. */
export async function optionsOfImage(): Promise<readonly string[]> {
  const text = await readFile(join(import.meta.dirname, '../Containerfile'), 'utf8');
  const [, command = '[]'] = /^ENTRYPOINT (.*)$/m.exec(text) ?? [];
  return (JSON.parse(command) as string[]).filter((word) => word.startsWith('--'));
}
