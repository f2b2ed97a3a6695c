import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../../operator/src/kube/types.ts';
import { aPod, aSpaceTime, names } from '../../test/aSpaceTime.ts';
import { type FakeApiServer, fakeApiServer } from '../../test/fakeApiServer.ts';
import { type FakeKubectl, fakeKubectl, type Play } from '../../test/fakeKubectl.ts';
import { typing } from '../../test/typing.ts';
import type { SpaceTime } from '../spaceTime.ts';

const id = '01234567-89ab-4cde-8f01-23456789abcd';
const sumOf = (text: string) => createHash('sha256').update(text).digest('hex');
const content = [
  { format: 'spacetime-world', version: 1, schema: 1, world: id, exported_at: '2026-03-01T11:59:59.000Z' },
  { table: 'webhooks', columns: ['id', 'url'] },
  { row: { id: 1, url: 'https://example.com/ä' } },
  { row: { id: 2, url: 'https://example.com/' } },
  { end: 'webhooks', rows: 2, sequence: { last_value: '2', is_called: true } },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');
const whole = `${content}${JSON.stringify({ sha256: sumOf(content) })}\n`;

let folder: string;
let file: string;
let server: FakeApiServer | undefined;
let kubectl: FakeKubectl | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  file = join(folder, 'world.jsonl');
});
afterEach(async () => {
  await server?.close();
  await kubectl?.remove();
  await rm(folder, { recursive: true });
  server = undefined;
  kubectl = undefined;
});

const runningPod = (job: Job) => {
  const pod = aPod(names.stable, 1);
  const running = { name: 'transfer', state: { running: {} } };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      name: `${job.metadata.name}-x`,
      labels: { 'batch.kubernetes.io/job-name': job.metadata.name },
    },
    status: { phase: 'Running', containerStatuses: [running] },
  };
};

const stuckPod = (job: Job) => {
  const pod = runningPod(job);
  const waiting = { reason: 'ImagePullBackOff', message: 'no such image' };
  return {
    ...pod,
    status: { phase: 'Pending', containerStatuses: [{ name: 'transfer', state: { waiting } }] },
  };
};

interface Scene {
  readonly world?: SpaceTime;
  readonly pods?: readonly ReturnType<typeof aPod>[];
  readonly podOf?: (job: Job) => ReturnType<typeof runningPod> | ReturnType<typeof stuckPod>;
  readonly signal?: AbortSignal;
}

/** Types a command where `kubectl exec` goes as the play says. */
async function typed(args: readonly string[], play: Play = {}, scene: Scene = {}) {
  const { world = aSpaceTime(), pods = [], podOf = runningPod, signal } = scene;
  server = await fakeApiServer({ spacetimes: [world], pods, podOf });
  kubectl = await fakeKubectl(play);
  const answered = await typing(args, server.kubeconfig, {
    kubectl: kubectl.path,
    ...(signal && { signal }),
  });
  return { ...answered, jobs: server.jobs, patches: server.patches, kubeconfig: server.kubeconfig };
}

const backup = (play: Play, scene?: Scene) => typed(['backup', '-f', file], play, scene);

describe('backup', () => {
  it('writes what the program says to a file that only its owner can read, and removes its Job', async () => {
    const { out, sentence, jobs } = await backup({ output: whole, words: 'webhooks: 2 rows\n' });
    expect(sentence).toBe('');
    expect(out.split('\n')).toEqual([
      'webhooks: 2 rows',
      `worlds/plaza is in ${file}: world ${id}, as it was at 2026-03-01T11:59:59.000Z: 2 webhooks.`,
      'The file holds its secrets: keep it as you keep passwords.',
    ]);
    expect(await readFile(file, 'utf8')).toBe(whole);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect([jobs.made.length, jobs.there.length]).toEqual([1, 0]);
    const { args } = (await kubectl?.given()) ?? {};
    expect(args?.slice(0, 3)).toEqual(['exec', '-n', 'worlds']);
    expect(args?.slice(-6)).toEqual(['plaza-backup-x', '--', 'node', '/app/transfer.mjs', 'export', '-']);
  });

  it('is done by the image that has the users, with the URL that its pods have', async () => {
    const { jobs } = await backup({ output: whole });
    const pod = jobs.made[0]?.spec?.template.spec;
    expect(pod?.containers[0]?.image).toBe('spacetime:v1.2.0');
    expect(pod?.volumes?.[0]?.secret).toEqual({
      secretName: `plaza-${names.stable}`,
      items: [{ key: 'database.DATABASE_URL', path: 'DATABASE_URL' }],
    });
  });

  it.each<[string, Play, RegExp]>([
    ['ends in the middle', { output: content }, /: The file ends in the middle, after line 5\.$/],
    ['ends in the middle of a line', { output: whole.slice(0, -20) }, /: The file is damaged in line 6\.$/],
    ['is empty', { output: '' }, /: The file is empty\.$/],
    ['was changed', { output: whole.replace('ä', 'a') }, /its sum is not that of its lines\.$/],
    ['lost a row', { output: whole.replace(/.*"id":2.*\n/, '') }, /rows of webhooks are not all there/],
    ['is something else', { output: 'hello\n', stays: true }, /: The file is no exported world/],
    [
      'is of another version',
      { output: whole.replace('"version":1', '"version":2') },
      /: The file is no exported world/,
    ],
  ])('whose output %s is none', async (_, play, reason) => {
    const { sentence, exitCode, jobs } = await backup(play);
    expect(sentence).toMatch(/^No backup was made, and .*world\.jsonl was not written: /);
    expect(sentence).toMatch(reason);
    expect(exitCode).toBe(1);
    expect(await readdir(folder)).toEqual([]);
    expect(jobs.there).toEqual([]);
  });

  it('that the program refuses says why, in its words', async () => {
    const words =
      'webhooks: 2 rows\nThere is no world in this database.\ncommand terminated with exit code 1\n';
    const { sentence } = await backup({ output: content, words, code: 1 });
    expect(sentence).toBe('There is no world in this database.');
    expect(await readdir(folder)).toEqual([]);
  });

  it('by an image that is older than backups says so', async () => {
    const words = "Error: Cannot find module '/app/transfer.mjs'\n    at node:internal\n";
    const { sentence } = await backup({ words, code: 1 });
    expect(sentence).toMatch(/^The image has no program for backups: .* --image\.$/);
  });

  it('writes over no file, and then asks nothing of the cluster', async () => {
    await writeFile(file, 'precious');
    const { sentence, exitCode, jobs } = await backup({ output: whole });
    expect(sentence).toBe(`--file ${file} is there already; name another file.`);
    expect(exitCode).toBe(2);
    expect(jobs.made).toEqual([]);
  });

  it('is not begun beside another one, whose Job stays', async () => {
    server = await fakeApiServer({ spacetimes: [aSpaceTime()], podOf: runningPod });
    kubectl = await fakeKubectl({ output: '', stays: true });
    const enough = new AbortController();
    const options = { kubectl: kubectl.path, signal: enough.signal };
    const first = typing(['backup', '-f', join(folder, 'first')], server.kubeconfig, options);
    while (server.jobs.there.length === 0) await new Promise((look) => setImmediate(look));
    const { sentence } = await typing(['backup', '-f', file], server.kubeconfig, options);
    expect(sentence).toMatch(/^Job worlds\/plaza-backup is there already, so another one is under way/);
    expect(server.jobs.there).toHaveLength(1);
    enough.abort();
    expect((await first).sentence).toMatch(/^Stopped/);
    expect(server.jobs.there).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('whose pod cannot start says why', async () => {
    const { sentence, jobs } = await backup({}, { podOf: stuckPod });
    expect(sentence).toBe(
      'The pod of Job worlds/plaza-backup does not start: ImagePullBackOff: no such image.',
    );
    expect(jobs.there).toEqual([]);
  });

  it('without kubectl says what is missing', async () => {
    server = await fakeApiServer({ spacetimes: [aSpaceTime()], podOf: runningPod });
    const options = { kubectl: join(folder, 'no-kubectl') };
    const { sentence } = await typing(['backup', '-f', file], server.kubeconfig, options);
    expect(sentence).toMatch(/^The program kubectl is not in the PATH/);
  });

  it('prints plain commands with --dry-run, and changes nothing', async () => {
    const { out, jobs, kubeconfig } = await typed(['backup', '-f', "a b'c", '--dry-run']);
    expect(jobs.made).toEqual([]);
    const where = `-n worlds --kubeconfig=${kubeconfig}`;
    expect(out).toContain(`kubectl create ${where} -f - <<'END'\n{\n`);
    expect(out).toContain(
      `(umask 077; kubectl exec ${where} job/plaza-backup -- node /app/transfer.mjs export - > 'a b'\\''c')\n`,
    );
    expect(out).toMatch(/kubectl delete .* job\/plaza-backup$/);
  });
});

const ready = {
  type: 'DatabaseReady',
  status: 'True',
  reason: 'Ready',
  message: 'Managed database: it takes connections.',
  lastTransitionTime: '2026-03-01T11:00:00.000Z',
  observedGeneration: 3,
} as const;
/** A world that is turned off and new. */
const newWorld = (more: object = {}) =>
  aSpaceTime(
    { conditions: [ready], stableRevision: undefined, candidateRevision: undefined, revisions: [] },
    { replicas: 0, ...more },
  );

describe('restore', () => {
  const done: Play = { reads: true, words: `World ${id} is in the database.\n` };
  const restore = (scene: Scene = {}, play: Play = done, ...more: string[]) =>
    typed(['restore', 'plaza', '-f', file, ...more], play, { world: newWorld(), ...scene });
  beforeEach(() => writeFile(file, whole));

  it('gives the whole file to the program, and says what is in the database now', async () => {
    const { out, sentence, jobs, patches, kubeconfig } = await restore();
    expect(sentence).toBe('');
    expect(out.split('\n')).toEqual([
      `${file} is in the database of worlds/plaza: world ${id}, as it was at 2026-03-01T11:59:59.000Z: 2 webhooks.`,
      `Start it: kubectl scale st/plaza -n worlds --kubeconfig=${kubeconfig} --replicas=2`,
    ]);
    expect(await kubectl?.given()).toMatchObject({
      args: expect.arrayContaining(['-i', 'plaza-restore-x', 'import']),
      input: whole,
    });
    expect([jobs.made.length, jobs.there.length, patches]).toEqual([1, 0, []]);
  });

  it('writes to the database that the spec names, with the image and the files that it names', async () => {
    const mounts = [{ name: 'pg-ca', secretRef: { name: 'plaza-ca' } }];
    const database = { secretRef: { name: 'plaza-pg-app', key: 'uri' } };
    const { jobs } = await restore({ world: newWorld({ database, secrets: { mounts } }) });
    const pod = jobs.made[0]?.spec?.template.spec;
    expect(pod?.containers[0]?.image).toBe('spacetime:v1.3.0');
    expect(pod?.volumes).toEqual([
      {
        name: 'database',
        secret: { secretName: 'plaza-pg-app', items: [{ key: 'uri', path: 'DATABASE_URL' }] },
      },
      { name: 'mount-pg-ca', secret: { secretName: 'plaza-ca' } },
    ]);
    expect(pod?.containers[0]?.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual([
      '/var/run/secrets/spacetime.dev/database',
      '/var/run/secrets/spacetime.dev/pg-ca',
    ]);
  });

  it('starts the world with --replicas, when it is loaded', async () => {
    const { patches, out } = await restore({}, done, '--replicas', '3');
    expect(patches).toEqual([expect.objectContaining({ spec: { replicas: 3 } })]);
    expect(out).toContain('It starts with spec.replicas 3;');
  });

  it('does not start it when it could not be loaded', async () => {
    const words = 'The database holds a world already: its table tokens is not empty.\n';
    const { sentence, patches } = await restore({}, { words, code: 1 }, '--replicas', '3');
    expect(sentence).toBe('The database holds a world already: its table tokens is not empty.');
    expect(patches).toEqual([]);
  });

  it.each([
    ['without a word', { reads: true }],
    ['in the middle', { reads: true, words: 'webhooks: 2 rows\n' }],
  ])('whose connection ends well but %s is not said to be done, and starts no world', async (_, play) => {
    const { sentence, exitCode, out, patches } = await restore({}, play, '--replicas', '3');
    expect([exitCode, out, patches]).toEqual([1, expect.not.stringContaining('is in the database of'), []]);
    expect(sentence).toBe(
      `The connection ended before the pod said that world ${id} is in the database: restore it again, which is refused if it is there after all.`,
    );
  });

  it.each<[string, Scene, RegExp]>([
    [
      'is turned on',
      { world: aSpaceTime() },
      /^worlds\/plaza has spec\.replicas 3, and a backup goes only into/,
    ],
    ['still has pods', { pods: [aPod(names.stable, 1)] }, /^worlds\/plaza still has a pod that ends;/],
  ])('is refused where the world %s', async (_, scene, reason) => {
    const { sentence, exitCode, jobs } = await restore(scene);
    expect([exitCode, jobs.made]).toEqual([1, []]);
    expect(sentence).toMatch(reason);
  });

  it.each([
    ['is cut off', content, 'The file ends in the middle, after line 5.'],
    ['was changed', whole.replace('ä', 'a'), 'The file is damaged: its sum is not that of its lines.'],
    ['goes on', `${whole}{}\n`, 'The file goes on after its end, in line 7.'],
    ['is something else', 'hello', 'The file is no exported world: its first line does not say so.'],
  ])('of a file that %s asks nothing of the cluster', async (_, text, reason) => {
    await writeFile(file, text);
    const { sentence, jobs } = await restore();
    expect(sentence).toBe(`${file} is no backup that could be restored: ${reason}`);
    expect(jobs.made).toEqual([]);
  });

  it('of a file that is not there says so', async () => {
    await rm(file);
    expect((await restore()).sentence).toMatch(/^.* is no backup that could be restored: ENOENT/);
  });

  it('waits for the database, and says what the operator says when it does not come', async () => {
    const starting = {
      ...ready,
      status: 'Unknown',
      reason: 'Starting',
      message: 'Managed database: it starts.',
    };
    const conditions = [starting as typeof ready];
    const enough = AbortSignal.timeout(1200);
    const world = newWorld();
    const waiting = { ...world, status: { ...world.status, conditions } };
    const { sentence, jobs } = await restore({ world: waiting, signal: enough });
    expect([sentence, jobs.made]).toEqual(['Stopped before anything was done.', []]);
  });

  it.each([
    [['restore', '-f', 'x', '--replicas', '0'], '--replicas must be a whole number from 1 to 100, not "0".'],
    [
      ['backup', '-f', 'x', '--timeout', '0.5'],
      '--timeout must be a whole number of seconds, at least 1, not "0.5".',
    ],
    [
      ['backup', '-f', '-'],
      '--file - is no file: name one, or let --dry-run print what plain kubectl does with a pipe.',
    ],
    [['backup'], "required option '-f, --file <path>' not specified; see --help."],
  ])('%j is no order', async (args, reason) => {
    const { sentence, exitCode } = await typed(args);
    expect([sentence, exitCode]).toEqual([reason, 2]);
  });
});
