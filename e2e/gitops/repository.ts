import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A Git repository on this machine, which Argo CD reads as it reads any other. */
export interface Repository {
  readonly url: string;
  /** Commits the objects as files of these paths to `main`, beside those that are there; answers the commit. */
  commit(files: Readonly<Record<string, object>>): Promise<string>;
  remove(): Promise<void>;
}

/** Makes an empty repository. */
export async function newRepository(): Promise<Repository> {
  const folder = await mkdtemp(join(tmpdir(), 'spacetime-worlds-'));
  const git = async (...args: readonly string[]) => {
    const author = ['-c', 'user.name=author', '-c', 'user.email=author@example.com'];
    const { stdout } = await promisify(execFile)('git', ['-C', folder, ...author, ...args]);
    return stdout.trim();
  };
  await git('init', '--quiet', '--initial-branch=main');
  return {
    url: `file://${folder}`,
    commit: async (files) => {
      for (const [path, object] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        // Every JSON document is a YAML document.
        await writeFile(join(folder, path), JSON.stringify(object, undefined, 2));
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--message=Change the world');
      return git('rev-parse', 'HEAD');
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
