import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { releaseBuild } from '../../build.ts';

/** Names the compiler that a thread's program is: what another one made is not used. */
export function compilerVersion(entry: string): string {
  const hash = createHash('sha256');
  if (releaseBuild) return hash.update(readFileSync(entry)).digest('hex');
  const sources = join(dirname(entry), '..');
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' }).sort())
    if (name.endsWith('.ts')) hash.update(`${name} ${statSync(join(sources, name)).mtimeMs}\n`);
  return hash.digest('hex');
}
