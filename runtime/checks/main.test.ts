import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aCandidate, revision, usualSpec } from '../test/aCandidate.ts';
import { type TestRuntime, token } from '../test/aRuntime.ts';

const program = join(import.meta.dirname, 'main.ts');

let candidate: TestRuntime;
beforeAll(async () => {
  candidate = await aCandidate(undefined, async (directory) => {
    for (const name of ['API_TOKEN', 'PREVIEW_TOKEN']) await writeFile(join(directory, name), token);
  });
});
afterAll(() => candidate.remove());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ran = (env: Record<string, string>) =>
  new Promise<Ended>((resolve) => {
    const told = {
      CHECK_PREVIEW_URL: candidate.url('/'),
      CHECK_WORLD_URL: candidate.url('/'),
      CHECK_REVISION: revision,
      CHECK_SPEC: JSON.stringify({ ...usualSpec, load: { ...usualSpec.load, path: '/nowhere' } }),
      CHECK_TOKENS_DIR: candidate.directory,
    };
    execFile(process.execPath, [program], { env: { ...told, ...env } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

const lastLine = ({ stdout }: Ended): unknown => JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

it('tells of each check as it ends and of all at the end, and never a token; a failure is no failure of the program', async () => {
  const ended = await ran({});
  const { checks } = lastLine(ended) as { readonly checks: readonly { name: string; result: string }[] };
  const { length } = checks;
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout.split('\n').filter((line) => /^(Passed|Failed|Skipped)/.test(line))).toHaveLength(
    length,
  );
  expect(checks.filter(({ result }) => result === 'Failed')).toEqual([
    {
      name: 'load',
      result: 'Failed',
      evidence: expect.stringMatching(/^50 requests, 0 % good, mean .*; at least 99 % must be good\.$/),
      milliseconds: expect.any(Number),
    },
  ]);
  expect(ended.stdout).not.toContain(token);
});

it('says in one sentence why it could not run', async () => {
  const ended = await ran({ CHECK_SPEC: 'nothing' });
  expect(ended).toMatchObject({
    code: 1,
    stderr: 'The checks could not run: CHECK_SPEC must be JSON.\n',
  });
  expect(lastLine(ended)).toEqual({ error: 'CHECK_SPEC must be JSON.' });
});
