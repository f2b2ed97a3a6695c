import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Program } from '../bench/peers/program.ts';

const module = join(import.meta.dirname, 'argocd');
const cache = join(import.meta.dirname, '../../.cache/peers');

/** Builds Argo CD's application controller and repository server, once for each state of their module; many minutes. */
export async function argoCDProgram(): Promise<Program> {
  const source = await sourceFolder();
  const files = await Promise.all(
    ['go.mod', 'go.sum', 'main.go'].map((name) => readFile(join(module, name))),
  );
  const key = createHash('sha256').update(Buffer.concat(files)).digest('hex').slice(0, 12);
  const path = join(cache, `argocd-${key}`);
  if (!existsSync(path)) {
    console.log('… building Argo CD, once');
    await mkdir(cache, { recursive: true });
    // Under its name only when it is whole.
    await go(['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', `${path}.part`, '.']);
    await rename(`${path}.part`, path);
  }
  return { path, source };
}

async function sourceFolder(): Promise<string> {
  const name = 'github.com/argoproj/argo-cd/v3';
  await go(['mod', 'download', name]);
  return (await go(['list', '-m', '-f', '{{.Dir}}', name])).trim();
}

async function go(args: readonly string[]): Promise<string> {
  const environment = { ...process.env, CGO_ENABLED: '0' };
  const options = { cwd: module, env: environment, maxBuffer: 2 ** 24 };
  return (await promisify(execFile)('go', args, options)).stdout;
}
