import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'spacetime/tools');

/** Where `scripts/tools.sh` puts each tool, by the version that it names. */
const programs = {
  helm: join(cache, 'helm-v4.3.1'),
  kubeconform: join(cache, 'kubeconform-v0.8.0'),
  'kube-score': join(cache, 'kube-score-v1.20.0'),
  checkov: join(cache, 'checkov-3.3.30/bin/checkov'),
  kubectl: 'kubectl',
} as const;

/** What a tool printed, and the code that it ended with. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool to its end, whatever that is. Throws a sentence where the tool is not there. */
export async function ended(tool: keyof typeof programs, args: readonly string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(programs[tool], args, { maxBuffer: 2 ** 26 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number | string; stdout: string; stderr: string };
    if (typeof code !== 'number')
      throw new Error(`There is no ${tool}: run scripts/tools.sh.`, { cause: error });
    return { code, stdout, stderr };
  }
}

/** What a tool prints. Throws what it complains about. */
export async function said(tool: keyof typeof programs, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await ended(tool, args);
  if (code !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}
