import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChecklistBlock, CurlCall, Outcome, Place } from './block.ts';

// Notes each call, which the blocks themselves do not show, with one write; output and arguments stay as they are.
const notingCurl = `#!/bin/bash
{ noted=$("$REAL_CURL" --silent --show-error --write-out '%{stderr}%{http_code} %{time_total} %{url_effective} %header{x-ratelimit-limit}' "$@" 2>&1 1>&3); } 3>&1
code=$?
printf '%s\\n' "$noted" >> "$CURL_CALLS"
exit $code
`;

/** Runs a block with bash and curl as it is written: only addresses and tokens are put in their places. */
export async function runBlock({ script }: ChecklistBlock, place: Place): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), 'spacetime-checklist-'));
  const calls = join(directory, 'calls');
  await writeFile(calls, '');
  await writeFile(join(directory, 'curl'), notingCurl);
  await chmod(join(directory, 'curl'), 0o755);
  const path = process.env['PATH'] ?? '';
  const env = {
    ...place.env,
    PATH: `${directory}:${path}`,
    REAL_CURL: await realCurl(path),
    CURL_CALLS: calls,
    TOKEN: place.token,
  };
  const ended = await bash(placed(script, place), { cwd: place.directory, env, files: directory });
  const made = noted(await readFile(calls, 'utf8'));
  await rm(directory, { recursive: true });
  return { ...ended, calls: made, statuses: made.map(({ status }) => status), received: place.received };
}

/** The block with addresses and tokens in their places. */
function placed(script: string, { origin, secureOrigin, receiver, token }: Place): string {
  return script
    .replaceAll(/<(?:production-)?api-token(?:-from-console)?>/g, token)
    .replaceAll('http://127.0.0.1:8080', origin)
    .replaceAll('http://<pod-ip>:8080', origin)
    .replaceAll(/https:\/\/(?:staging\.)?spacetime\.example\.com/g, secureOrigin)
    .replaceAll('https://webhook.site', receiver);
}

type Ended = Pick<Outcome, 'exitCode' | 'output' | 'complaints'>;

interface Shell {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where output is kept, so that a program which a block leaves in the background holds up nobody. */
  readonly files: string;
}

async function bash(script: string, { cwd, env, files }: Shell): Promise<Ended> {
  const [output, complaints] = [join(files, 'output'), join(files, 'complaints')];
  const [out, err] = [await open(output, 'w'), await open(complaints, 'w')];
  const child = spawn('bash', ['-c', script], { cwd, env, stdio: ['ignore', out.fd, err.fd] });
  const [code] = await once(child, 'exit');
  await out.close();
  await err.close();
  return {
    exitCode: typeof code === 'number' ? code : 1,
    output: await readFile(output, 'utf8'),
    complaints: await readFile(complaints, 'utf8'),
  };
}

const realCurl = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('which', ['curl'], { env: { PATH: path } }, (error, found) => {
      if (error) reject(new Error('curl is not installed.'));
      else resolve(found.trim());
    });
  });

const noted = (text: string): CurlCall[] =>
  text
    .split('\n')
    .filter((line) => /^\d{3} /.test(line))
    .map((line) => {
      const [status, seconds, url = '', limit] = line.split(' ');
      return { status: Number(status), seconds: Number(seconds), url, isLimited: Boolean(limit) };
    });
