import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** The kubeconfig that everything here uses, as `make kubeconfig` prints it. Throws a sentence when there is none. */
export function kubeconfig(): string {
  const path = process.env['KUBECONFIG'];
  if (!path)
    throw new Error('KUBECONFIG is not set: start this with make, or export KUBECONFIG=$(make kubeconfig).');
  return path;
}

/** The local cluster brings a kubectl of its own version; otherwise the one in the PATH serves. */
export function kubectlProgram(): string {
  const own = join(dirname(kubeconfig()), 'bin/kubectl');
  return existsSync(own) ? own : 'kubectl';
}

/** Runs kubectl as a user would, and answers what it prints. `input` is given to `-f -`. Throws what kubectl says. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const child = spawn(kubectlProgram(), args, { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(input);
  const [said, complained, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${complained.trim()}`);
  return said;
}
