import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { aDatabase, type TestDatabase } from '../test/aDatabase.ts';
import { makeCertificate } from '../test/certificate.ts';
import { until } from '../test/until.ts';

const main = join(import.meta.dirname, 'main.ts');
const free = {
  GODOT_API_PORT: '0',
  GODOT_TELEMETRY_PORT: '0',
  SPACETIME_DISCOVERY_MODE: 'Disabled',
  SPACETIME_DRAIN_SECONDS: '0',
};

let directory: string;
let child: ChildProcess | undefined;
let database: TestDatabase;
beforeEach(async () => {
  database = await aDatabase({ empty: true });
  directory = await mkdtemp(join(tmpdir(), 'spacetime-main-'));
});
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(directory, { recursive: true });
  await database.remove();
});

const start = (env: Record<string, string>) => {
  const path = process.env['PATH'] ?? '';
  child = spawn(process.execPath, [main], {
    env: { PATH: path, ...free, DATABASE_URL: database.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return child;
};

const outcome = async ({ stdout, stderr, ...process }: ChildProcess) => {
  if (!stdout || !stderr) throw new Error('The process has no output.');
  const [output, complaint, exit] = await Promise.all([
    text(stdout),
    text(stderr),
    once(child as ChildProcess, 'exit'),
  ]);
  return { pid: process.pid, output, complaint, code: exit[0] as number };
};

const production = {
  GODOT_ENV: 'production',
  GODOT_ENABLE_HTTP_API: 'true',
  API_TOKEN: 'Zk3v9Qx7Lm2Rt8WpZk3v',
};

describe('a configuration that cannot work ends the process with 78 and a sentence', () => {
  it.each([
    [
      'a bad variable',
      { GODOT_API_PORT: 'eighty' },
      'GODOT_API_PORT must be a whole number from 0 to 65535, not "eighty".\n',
    ],
    [
      'no world',
      { SPACETIME_WORLD_DIR: '/no/such/world' },
      'SPACETIME_WORLD_DIR: there is no directory /no/such/world.\n',
    ],
    [
      'no token in production',
      { API_TOKEN: '' },
      'API_TOKEN is empty: give production a random token, such as one of openssl rand -base64 32.\n',
    ],
    [
      'a placeholder in production',
      { API_TOKEN: 'changeme' },
      'API_TOKEN is a placeholder: give production a random token, such as one of openssl rand -base64 32.\n',
    ],
  ])('%s', async (_, env, sentence) => {
    const { code, complaint, output } = await outcome(start({ ...production, ...env }));
    expect([code, complaint, output]).toEqual([78, sentence, '']);
  });

  it('a whitelist that does not parse', async () => {
    await writeFile(join(directory, 'scene_whitelist.json'), '{"production": [');
    const { code, complaint } = await outcome(start({ ...production, SPACETIME_CONFIG_DIR: directory }));
    expect([code, complaint]).toEqual([
      78,
      expect.stringMatching(/^scene_whitelist\.json is not JSON: .+\.\n$/),
    ]);
  });

  it('a whitelist that names a scene which the world does not have', async () => {
    await writeFile(join(directory, 'scene_whitelist.json'), '{"production": ["res://lost.tscn"]}');
    const { code, complaint } = await outcome(start({ ...production, SPACETIME_CONFIG_DIR: directory }));
    expect([code, complaint]).toEqual([
      78,
      'scene_whitelist.json: production names res://lost.tscn. There is no scene res://lost.tscn in this world.\n',
    ]);
  });

  it('a certificate that does not fit its key', async () => {
    const { cert } = await makeCertificate(directory, 'first');
    await makeCertificate(directory, 'second');
    await writeFile(join(directory, 'tls.crt'), cert);
    const { code, complaint } = await outcome(start({ ...production, SPACETIME_TLS_DIR: directory }));
    expect([code, complaint]).toEqual([
      78,
      expect.stringMatching(/^tls\.crt and tls\.key cannot be served: .+\.\n$/),
    ]);
  });
});

describe('the process', () => {
  const line = (from: ChildProcess, words: string) => {
    let seen = '';
    from.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk;
    });
    return until(words, () => seen.includes(words) && seen);
  };

  it('shows a token that it made, once, and leaves with 0 when told to', async () => {
    const started = start({});
    const seen = await line(started, 'API token');
    expect(seen.match(/API token, made for this run: [\w-]{43}\n/g)).toHaveLength(1);
    started.kill('SIGTERM');
    expect(await once(started, 'exit')).toEqual([0, null]);
  });

  it('shows no token that it was given', async () => {
    const started = start(production);
    expect(await line(started, 'The runtime is ready.')).not.toMatch(production.API_TOKEN);
  });

  it('ends with 1 and the variable when its port is taken', async () => {
    const first = start({});
    const [, port] = /"api":([1-9]\d*)/.exec(await line(first, 'The runtime is ready.')) ?? [];
    const { code, complaint } = await outcome(start({ GODOT_API_PORT: port ?? '' }));
    expect([code, complaint]).toEqual([
      1,
      expect.stringContaining(
        `GODOT_API_PORT: cannot listen on port ${port}, another process listens there.`,
      ),
    ]);
    first.kill('SIGKILL');
  });
});
