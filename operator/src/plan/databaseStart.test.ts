import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionsFor, databaseCommand, startScript } from './databaseStart.ts';

const folder = mkdtempSync(join(tmpdir(), 'database-start-'));
const [bin, data, credentials] = ['bin', 'data', 'credentials'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const log = join(folder, 'log');

/**
 * Writes down that it was called; the call with number CUT is the last thing that its caller does. The server itself
 * takes the place of its caller, and is never cut off.
 */
const counts = (name: string, then: string) => `#!/bin/sh
echo "${name} $*" >> ${log}
if [ "$1" != -D ] && [ "$(grep -c . ${log})" = "$CUT" ]; then kill -9 $PPID; exit 1; fi
${then}
`;

/** Stand-ins that leave behind what tells whether they were done. */
const programs = {
  initdb: `for argument; do case $argument in
  --pgdata=*) new=\${argument#--pgdata=} ;;
  --sync-only) echo synced >> "$new/state"; exit ;;
esac; done
mkdir "$new"; echo made > "$new/state"; touch "$new/pg_hba.conf"`,
  postgres: `case $1 in
  --single) cat >> ${folder}/sql; echo roles >> ${data}/pgdata.new/state ;;
  *) cat "$2/state" ;;
esac`,
  mv: '/bin/mv "$@"',
  sync: '',
};

beforeEach(() => {
  for (const path of [bin, data, credentials]) mkdirSync(path, { recursive: true });
  for (const [name, then] of Object.entries(programs))
    writeFileSync(join(bin, name), counts(name, then), { mode: 0o755 });
  writeFileSync(join(credentials, 'PASSWORD'), 'secret-of-the-world');
  writeFileSync(join(credentials, 'SUPERUSER_PASSWORD'), 'secret-of-the-superuser');
});

afterEach(() => {
  for (const path of [data, log, join(folder, 'sql')]) rmSync(path, { recursive: true, force: true });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Starts it; the call with number `cut` never returns. Answers what the server that serves finds, by line. */
function start(cut = 0): readonly string[] {
  const env = { PATH: `${bin}:/usr/bin:/bin`, CUT: String(cut) };
  const { stdout } = spawnSync('sh', ['-c', startScript({ data, credentials }), 'start', '-c', 'port=1'], {
    env,
  });
  return stdout.toString().trim().split('\n');
}

const calls = () => readFileSync(log, 'utf8').trim().split('\n');
const whole = ['made', 'roles', 'synced'];

it('a first start makes the database, then serves it', () => {
  expect(start()).toEqual(whole);
  expect(calls().at(-1)).toBe(`postgres -D ${data}/pgdata -c port=1`);
  expect(readFileSync(join(data, 'pgdata/pg_hba.conf'), 'utf8')).toBe(
    'host spacetime spacetime all scram-sha-256\n',
  );
  expect(readFileSync(join(folder, 'sql'), 'utf8').split('\n').slice(0, 2)).toEqual([
    "CREATE ROLE spacetime LOGIN PASSWORD 'secret-of-the-world'",
    'CREATE DATABASE spacetime OWNER spacetime',
  ]);
});

it('a later start serves what there is and makes nothing', () => {
  start();
  rmSync(log);
  expect(start()).toEqual(whole);
  expect(calls()).toEqual([`postgres -D ${data}/pgdata -c port=1`]);
});

it('a start that is cut off anywhere leaves no half of a database to the next', () => {
  start();
  const steps = calls().length;
  expect(steps).toBeGreaterThan(5);
  for (let cut = 1; cut <= steps; cut++) {
    rmSync(data, { recursive: true });
    mkdirSync(data);
    rmSync(log);
    start(cut);
    expect({ cut, found: start() }).toEqual({ cut, found: whole });
  }
});

it('no password is an argument of a program, where everybody on the node could read it', () => {
  start();
  expect(calls().join('\n')).not.toContain('secret');
});

it.each([
  ['128Mi', 50, '16MB'],
  ['1Gi', 204, '128MB'],
  ['16Gi', 1000, '2048MB'],
])('a server of %s takes %i connections and shares %s', (memory, connections, shared) => {
  expect(connectionsFor(memory)).toBe(connections);
  expect(databaseCommand(memory)).toEqual(
    expect.arrayContaining([`max_connections=${connections}`, `shared_buffers=${shared}`]),
  );
});
