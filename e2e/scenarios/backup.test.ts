import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { Secret } from '../../operator/src/kube/types.ts';
import { contentsOf } from '../../runtime/server/database/transfer/contents.ts';
import { readLines } from '../../runtime/server/database/transfer/files.ts';
import { spacetime } from '../harness/cli.ts';
import { kubectl, kubectlProgram } from '../harness/kubectl.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { type World, world as worldOf } from '../harness/world.ts';

const minutes = 60_000;
const samples = join(import.meta.dirname, '../../crds/samples/backup');
// The samples are for a world that is called as the checklist's is.
const name = 'spacetime';
const spec = { ...shortSpec, replicas: 1 };
let stage: Scenario;
let world: World;
let folder: string;
let file: string;
let issued: string;
let known: unknown;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  file = join(folder, 'world.jsonl');
  stage = await scenario('backup');
  const { namespace } = stage.world;
  await kubectl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted']);
  world = worldOf(stage.cluster, namespace, name);
  await world.apply(spec);
  await world.released();
}, 8 * minutes);

afterAll(async () => {
  await stage?.close();
  await rm(folder, { recursive: true });
}, 4 * minutes);

const inNamespace = (...args: readonly string[]) => kubectl([...args, '-n', world.namespace]);
const typed = (...args: readonly string[]) => spacetime([...args, '-n', world.namespace]);

const apiToken = async () => {
  const path = objectPath(resources.secrets, world.namespace, `${name}-secrets`);
  const secret = await until('A token', () => stage.cluster.read<Secret>(path));
  return atob(secret.data?.['API_TOKEN'] ?? '');
};

interface Answer {
  readonly job_id: number;
  readonly job: { readonly status: string };
  readonly token: string;
}

/** Asks the API until it answers. */
const ask = async (path: string, token: string, body?: object): Promise<Answer> =>
  until(`An answer of ${path}`, async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = body && { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${await world.address()}${path}`, { headers, ...sent });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  });

/** What clients see of what the world remembers. */
const remembered = (token: string) =>
  Promise.all(['/scene/current', '/scene/history', '/webhooks', '/jobs'].map((path) => ask(path, token)));

// One world: copied, lost with all that is in its namespace, and brought back.
describe('a world that is backed up', () => {
  it(
    'is in a file here, whole, while it goes on serving, and nothing is left in the cluster',
    async () => {
      const token = await apiToken();
      await ask('/scene', token, { scene_path: 'res://vr_main.tscn' });
      await ask('/webhooks', token, { url: 'https://example.com/hook', events: ['scene.loaded'] });
      const { job_id } = await ask('/jobs', token, { type: 'cache_warming' });
      await until('The end of the job', async () => {
        const { job } = await ask(`/jobs/${job_id}`, token);
        return job.status === 'completed' ? true : undefined;
      });
      ({ token: issued } = await ask('/auth/tokens', token, { name: 'robot' }));
      known = await remembered(token);
      const { out, sentence } = await typed('backup', '-f', file);
      expect(sentence).toBe('');
      expect(out).toContain(`${world.namespace}/${name} is in ${file}: world `);
      expect((await contentsOf(readLines(file))).rows).toMatchObject({ webhooks: 1 });
      expect(await inNamespace('get', 'jobs', '-o', 'name')).toBe('');
    },
    8 * minutes,
  );

  it(
    'is the same in a file of the plain commands that --dry-run prints',
    async () => {
      const plain = join(folder, 'plain.jsonl');
      const { out } = await typed('backup', '-f', plain, '--dry-run');
      const env = { ...process.env, PATH: `${dirname(kubectlProgram())}:${process.env['PATH']}` };
      const { stdout } = await promisify(execFile)('bash', ['-e', '-c', out], { env });
      const { header, rows } = await contentsOf(readLines(plain));
      const first = await contentsOf(readLines(file));
      expect([header.world, rows['webhooks'], rows['jobs']]).toEqual([first.header.world, 1, 1]);
      const [sum] = /^[0-9a-f]{64}/m.exec(stdout) ?? [];
      expect(stdout).toContain(`{"sha256":"${sum}"}`);
    },
    4 * minutes,
  );

  it(
    'is also kept in a volume by the CronJob of the samples, from which it can be copied',
    async () => {
      await inNamespace('apply', '-f', join(samples, 'cronjob.yaml'));
      await inNamespace('create', 'job', 'backup-now', '--from=cronjob/spacetime-backup');
      await inNamespace('wait', 'job/backup-now', '--for=condition=Complete', '--timeout=240s');
      await inNamespace('apply', '-f', join(samples, 'files.yaml'));
      await inNamespace('wait', 'pod/spacetime-backup-files', '--for=condition=Ready', '--timeout=240s');
      const inPod = ['exec', 'spacetime-backup-files', '-n', world.namespace, '--', 'node'];
      const listed = await kubectl([...inPod, '-p', "fs.readdirSync('/backups').join('\\n')"]);
      const kept = listed.split('\n').filter((one) => one.startsWith('world-'));
      expect(kept).toHaveLength(1);
      const read = `fs.createReadStream('/backups/${kept[0]}').pipe(process.stdout)`;
      const copy = join(folder, 'copy.jsonl');
      await writeFile(copy, await kubectl([...inPod, '-e', read]));
      expect((await contentsOf(readLines(copy))).rows).toMatchObject({ webhooks: 1 });
    },
    10 * minutes,
  );

  it(
    'is not written over while it is alive',
    async () => {
      const { sentence, exitCode } = await typed('restore', '-f', file);
      expect(exitCode).toBe(1);
      expect(sentence).toMatch(
        / has spec\.replicas 1, and a backup goes only into a world that is turned off/,
      );
    },
    2 * minutes,
  );

  it(
    'comes back after its namespace was deleted, and clients go on with the tokens that they have',
    async () => {
      const before = await apiToken();
      await kubectl(['delete', 'namespace', world.namespace, '--timeout=240s']);
      await kubectl(['create', 'namespace', world.namespace]);
      await world.apply({ ...spec, replicas: 0 });
      const { sentence } = await typed('restore', '-f', file, '--replicas', '1');
      expect(sentence).toBe('');
      await world.until('it is asked to start', ({ object }) => object.spec['replicas'] === 1);
      await world.released();
      const now = await apiToken();
      expect(now).not.toBe(before);
      for (const token of [now, before, issued]) expect(await remembered(token)).toEqual(known);
    },
    12 * minutes,
  );

  it(
    'is not written over after it was turned off either',
    async () => {
      await world.apply({ ...spec, replicas: 0 });
      await until('No pods are left', async () => {
        const { sentence } = await typed('restore', '-f', file);
        return sentence.includes('still has') ? undefined : sentence;
      }).then((sentence) =>
        expect(sentence).toMatch(/^The database holds a world already: its table \w+ is not empty\./),
      );
    },
    5 * minutes,
  );
});
