import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What an independent reader finds in a scene. A place is twelve numbers: the rows of the basis, then the origin. */
export interface Found {
  readonly name: string;
  readonly world: readonly number[];
}

export interface OracleReport {
  /** Nodes in space. */
  readonly spatial: number;
  readonly meshes: readonly Found[];
  readonly labels: readonly Found[];
  readonly lights: readonly (Found & { readonly type: string })[];
  /** Why that reader could not read it. */
  readonly unread?: string;
}

const run = promisify(execFile);
const environment = join(import.meta.dirname, '../../.cache/godot-parser');
const parser = 'godot_parser==0.1.7';

/** What godot_parser and `godotOracle.py` find in every text scene of a project, by path. Installs the parser at first. */
export async function oracle(directory: string): Promise<Readonly<Record<string, OracleReport>>> {
  const python = join(environment, 'bin/python');
  if (!existsSync(join(environment, 'ready'))) {
    await run('python3', ['-m', 'venv', environment]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', parser]);
    await run('touch', [join(environment, 'ready')]);
  }
  const script = join(import.meta.dirname, 'godotOracle.py');
  const { stdout } = await run(python, [script, directory], { maxBuffer: 64_000_000 });
  return JSON.parse(stdout);
}
