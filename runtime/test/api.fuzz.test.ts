import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anApp, type RunningApp, token } from './anApp.ts';

const seconds = Number(process.env['FUZZ_SECONDS'] ?? 60);
const schemathesis = join(import.meta.dirname, '../../.cache/schemathesis/bin/schemathesis');

/** Ways of the API that would end the run: they take the world out of service or its token away. */
const ending = ['/admin/drain', '/auth/rotate', '/auth/refresh', '/auth/revoke'];

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
  'allow_header_conformance',
  'ignored_auth',
];

let app: RunningApp;
let directory: string;
beforeAll(async () => {
  // The queue takes deliveries and jobs, and nobody works on them: nothing leaves this machine.
  app = await anApp({ env: { SPACETIME_REQUESTS_PER_MINUTE: '1000000' } });
  await app.deps.queue.start();
  // Compiled before, so that a slow machine does not make a scene late.
  for (const path of ['res://vr_main.tscn', 'res://minimal_test.tscn']) await app.deps.library.compile(path);
  directory = await mkdtemp(join(tmpdir(), 'spacetime-fuzz-'));
});
afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly output: string;
}

const run = (args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd: directory, maxBuffer: 100_000_000, env: { ...process.env, NO_COLOR: '1' } };
    execFile(schemathesis, args, options, (error, output, complaints) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${output}${complaints}` });
    });
  });

it(
  'answers whatever its document allows or forbids as the document says, and never with 5xx',
  async () => {
    if (!existsSync(schemathesis)) throw new Error('Schemathesis is not installed: run make setup.');
    const { code, output } = await run([
      'run',
      app.url('/openapi.json'),
      ...['--header', `Authorization: Bearer ${token}`],
      ...['--max-time', String(seconds)],
      ...ending.flatMap((path) => ['--exclude-path', path]),
      ...['--checks', checks.join(',')],
      ...['--suppress-health-check', 'all'],
      '--continue-on-failure',
    ]);
    if (code !== 0) throw new Error(output);
    const [, generated] = /(\d+) generated/.exec(output) ?? [];
    expect(Number(generated)).toBeGreaterThan(100);
  },
  (seconds + 120) * 1000,
);
