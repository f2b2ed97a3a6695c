import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aDatabase, type TestDatabase } from './aDatabase.ts';
import { token } from './aRuntime.ts';
import type { Outcome, Place } from './checklist/block.ts';
import { buildBlock } from './checklist/buildBlock.ts';
import { runBlock } from './checklist/runBlock.ts';
import { freePort } from './databaseServer.setup.ts';

const main = join(import.meta.dirname, '../server/main.ts');

// The block calls the program by this name; here it is the runtime from source, as production has it.
const program = `#!/bin/bash
echo $$ > pid
exec ${process.execPath} ${main}
`;

let directory: string;
let database: TestDatabase;
let place: Place;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spacetime-build-'));
  await mkdir(join(directory, 'build'));
  await writeFile(join(directory, 'build/SpaceTime.exe'), program);
  await chmod(join(directory, 'build/SpaceTime.exe'), 0o755);
  database = await aDatabase({ empty: true });
  const port = await freePort();
  place = {
    origin: `http://127.0.0.1:${port}`,
    secureOrigin: '',
    receiver: '',
    received: () => [],
    token,
    directory,
    env: {
      GODOT_ENV: 'production',
      GODOT_API_PORT: String(port),
      GODOT_TELEMETRY_PORT: '0',
      SPACETIME_TLS_PORT: '0',
      SPACETIME_DISCOVERY_MODE: 'Disabled',
      API_TOKEN: token,
      DATABASE_URL: database.url,
    },
  };
});
afterEach(async () => {
  process.kill(Number(await readFile(join(directory, 'pid'), 'utf8')), 'SIGKILL');
});
afterAll(async () => {
  await database.remove();
  await rm(directory, { recursive: true });
});

describe(`checklist ${buildBlock.section}: ${buildBlock.name}`, () => {
  it('holds as it is written', async () => {
    const outcome: Outcome = await runBlock(buildBlock, place);
    for (const { holds } of buildBlock.expect) await holds(outcome);
  });

  it('API disabled by default (without environment variable)', async () => {
    const script = `${buildBlock.script.replace('GODOT_ENABLE_HTTP_API=true ', '')}\ncurl http://127.0.0.1:8080/scenes`;
    const { statuses, output } = await runBlock({ ...buildBlock, script }, place);
    expect(statuses).toEqual([200, 404]);
    expect(output).toContain('The HTTP API is off; set GODOT_ENABLE_HTTP_API=true to turn it on.');
  });
});
