import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = join(import.meta.dirname, '../../../.cache/peers');

/** A program of another project, and where the files of its module are. */
export interface Program {
  readonly path: string;
  readonly source: string;
}

/** Downloads a Go module and builds one of its commands, once. Its own `replace` lines hold, as in its releases. */
export async function goProgram(module: string, version: string, command: string): Promise<Program> {
  const { stdout } = await run('go', ['mod', 'download', '-json', `${module}@${version}`]);
  const { Dir: downloaded } = JSON.parse(stdout) as { Dir: string };
  const name = `${command.split('/').at(-1)}-${version}`;
  const path = join(cache, name);
  const source = join(cache, `${name}.src`);
  if (!existsSync(path)) {
    console.log(`… building ${name}, once`);
    // The cache of modules is read-only, and a build may want to write beside its go.mod.
    await mkdir(cache, { recursive: true });
    await cp(downloaded, source, { recursive: true });
    await run('chmod', ['--recursive', 'u+w', source]);
    await run('go', ['build', '-buildvcs=false', '-o', path, command], {
      cwd: source,
      env: { ...process.env, CGO_ENABLED: '0' },
      maxBuffer: 2 ** 24,
    });
  }
  return { path, source };
}
