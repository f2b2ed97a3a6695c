import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { kubeconfig, kubectlProgram } from '../harness/kubectl.ts';
import { parseShell } from './shell.ts';

const root = join(import.meta.dirname, '../..');
const prelude = readFileSync(join(import.meta.dirname, 'prelude.sh'), 'utf8');
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'spacetime/tools');

/** How a command ended. */
interface Ended {
  readonly code: number;
  /** What it printed, complaints included. */
  readonly printed: string;
}

/** A reader's terminal, with all that this repository asks of one: kubectl with its plugin, Helm, and a context of the namespace `spacetime`. */
export interface Terminal {
  /** Types one command; variables stay for the next. One that watches is stopped after some seconds, and has then done well. */
  type(command: string): Promise<Ended>;
  /** Puts a file where commands are typed. */
  put(name: string, content: string): void;
  close(): void;
}

/** Opens one in a folder of its own, which shows the repository. */
export function openTerminal(): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  const home = mkdtempSync(join(tmpdir(), 'docs-home-'));
  for (const entry of readdirSync(root)) symlinkSync(join(root, entry), join(folder, entry));
  const path = `${programs(home)}:${process.env['PATH']}`;
  const config = join(home, 'kubeconfig');
  writeFileSync(
    config,
    readFileSync(kubeconfig(), 'utf8').replace(/^( *)context:\n/m, '$&$1  namespace: spacetime\n'),
  );
  const state = join(home, 'state');
  writeFileSync(state, `export PATH='${path}' KUBECONFIG='${config}' ROOT='${root}'\n`);
  return {
    type: (command) => run(isWatching(command) ? watched(command) : command, state, folder),
    put: (name, content) => writeFileSync(join(folder, name), content),
    close: () => {
      for (const one of [folder, home]) rmSync(one, { recursive: true });
    },
  };
}

/** A folder with programs that a reader has installed. */
function programs(home: string): string {
  const folder = join(home, 'bin');
  mkdirSync(folder);
  const plugin = join(folder, 'kubectl-spacetime');
  writeFileSync(plugin, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'cli/src/main.ts')}" "$@"\n`);
  chmodSync(plugin, 0o755);
  symlinkSync(join(cache, 'helm-v4.3.1'), join(folder, 'helm'));
  // Beside the kubectl of the local cluster lies a program called `node` that is none.
  if (isAbsolute(kubectlProgram())) symlinkSync(kubectlProgram(), join(folder, 'kubectl'));
  return folder;
}

async function run(command: string, state: string, folder: string): Promise<Ended> {
  const script = `${prelude}\nset -a\n. '${state}'\n${command}\ncode=$?\nexport -p >'${state}'\nexit $code\n`;
  const child = spawn('bash', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const [out, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, printed: `${out}${complaints}` };
}

/** Whether it goes on until its reader has seen enough. */
const isWatching = (command: string): boolean =>
  parseShell(command).programs.some(
    (words) =>
      words.includes('-w') || words.includes('--watch') || (words.includes('logs') && words.includes('-f')),
  );

/** Ends it as Ctrl+C does; 124 is what `timeout` then answers. */
const watched = (command: string): string => `timeout --signal=INT 8 ${command} || [ $? -eq 124 ]`;
