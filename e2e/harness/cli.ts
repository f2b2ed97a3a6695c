import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { kubeconfig, kubectlProgram } from './kubectl.ts';

const program = join(import.meta.dirname, '../../cli/src/main.ts');

/** What a person sees who typed `kubectl spacetime …`. */
export interface Said {
  readonly out: string;
  /** One sentence about what is wrong; empty when nothing is. */
  readonly sentence: string;
  readonly exitCode: number | null;
}

/** Runs `kubectl spacetime` as a process of its own. */
export async function spacetime(args: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, [program, ...args, '--kubeconfig', kubeconfig()], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // It asks kubectl to carry what is a stream.
    env: { ...process.env, PATH: `${dirname(kubectlProgram())}:${process.env['PATH']}` },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [out, sentence, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out: out.trim(), sentence: sentence.trim(), exitCode };
}
