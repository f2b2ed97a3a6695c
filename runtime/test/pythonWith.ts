import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs Python code with a package of PyPI, such as `name==1.2.3`, which is installed under `.cache/` at first. Resolves to what it prints. */
export async function pythonWith(
  requirement: string,
  code: string,
  ...args: readonly string[]
): Promise<string> {
  const environment = join(import.meta.dirname, '../../.cache', requirement.replace('==', '-'));
  const python = join(environment, 'bin/python');
  const ready = join(environment, 'ready');
  if (!existsSync(ready)) {
    await run('python3', ['-m', 'venv', environment]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement]);
    await writeFile(ready, '');
  }
  return (await run(python, ['-c', code, ...args])).stdout;
}
