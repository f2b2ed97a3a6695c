import { labels } from '../../operator/src/api/identity.ts';
import type { Job, Pod } from '../../operator/src/kube/types.ts';
import { databaseOf, type WorldDatabase } from '../harness/database.ts';
import { customCheckImage, faultyImage, goodImage } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import type { Load } from '../harness/load.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { ship } from '../harness/ship.ts';
import { summary } from '../harness/summary.ts';
import { holdOf } from '../harness/world.ts';

const minutes = 60_000;
/** Exit code 0 if the candidate tells its scenes to who has its token. */
const asksForScenes = `
  import { readFile } from 'node:fs/promises';
  const token = await readFile('/var/run/secrets/spacetime.dev/check/PREVIEW_TOKEN', 'utf8');
  const headers = { authorization: 'Bearer ' + token.trim() };
  const { status } = await fetch(process.env.CHECK_PREVIEW_URL + '/api/scenes', { headers });
  console.log(status);
  process.exitCode = status === 200 ? 0 : 1;`;
const goodSpec = { ...shortSpec, image: goodImage };
let stage: Scenario;
let load: Load;
let database: WorldDatabase;

beforeAll(async () => {
  stage = await scenario('checks', ['failsUnderLoad', 'signsWrong']);
  const { namespace } = stage.world;
  await kubectl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted']);
  database = databaseOf(stage.cluster, stage.world);
  await stage.serve();
  load = await stage.users();
}, 6 * minutes);

afterAll(() => stage?.close(), 3 * minutes);

const jobs = () => stage.cluster.list<Job>(`/apis/batch/v1/namespaces/${stage.world.namespace}/jobs`);
const pods = () => stage.cluster.list<Pod>(`/api/v1/namespaces/${stage.world.namespace}/pods`);

/** What changes without a check: counters of limits count whoever asks, and pods say that they are there. */
const ownTables = ['rate_limits', 'pods'];

/** All other rows of the live world, by table. */
async function liveRows(): Promise<Record<string, unknown>> {
  const tables = await database.query("select tablename as name from pg_tables where schemaname = 'public'");
  const names = tables.map(({ name }) => String(name)).filter((name) => !ownTables.includes(name));
  const rows = names.map(
    async (name) =>
      [
        name,
        await database.query(`select row_to_json(t)::text as row from public."${name}" t order by 1`),
      ] as const,
  );
  return Object.fromEntries(await Promise.all(rows));
}

const schemas = async () =>
  (await database.query("select nspname as name from pg_namespace where nspname like 'check%'")).map(
    ({ name }) => name,
  );

/** Ships a release that a check must hold, and answers how it went. */
async function rejected(image: string) {
  const result = await ship({ ...goodSpec, image }, { ...stage, goodSpec, say: () => undefined });
  const served = summary(load.answers, result).byRevision[result.revision] ?? 0;
  return { ...result, served };
}

// One world and one story: each release finds what the one before has left.
describe('the checks of a release', () => {
  it(
    'let a good one on, tell of each with its evidence, and leave nothing behind',
    async () => {
      await stage.world.apply(goodSpec);
      const { status } = await stage.world.released(300);
      const told = new Map(status.release?.checks.map((row) => [row.name, row]));
      for (const name of ['smoke', 'load', 'smoke.webhook', 'smoke.scene', 'smoke.job', 'smoke.limit'])
        expect(told.get(name)).toMatchObject({ result: 'Passed' });
      expect(told.get('load')?.evidence).toMatch(/1000 requests/);
      expect(await jobs()).toEqual([]);
      expect(await schemas()).toEqual([]);
    },
    6 * minutes,
  );

  it(
    'hold one that signs its webhooks wrong before any user comes, with what was seen, and change no live table',
    async () => {
      const before = await liveRows();
      await stage.world.apply({ ...goodSpec, image: faultyImage('signsWrong') });
      const { status } = await stage.world.settled(300);
      expect(holdOf(status)).toMatchObject({ reason: 'SmokeFailed', phase: 'Checking' });
      expect(holdOf(status)?.evidence).toContainEqual(expect.objectContaining({ name: 'smoke.webhook' }));
      expect(status.release?.checks).toContainEqual(
        expect.objectContaining({ name: 'smoke.webhook', mode: 'Required', result: 'Failed' }),
      );
      expect(await liveRows()).toEqual(before);
      const [job] = await jobs();
      expect(job?.metadata.labels).toMatchObject({ [labels.component]: 'check' });
      const own = (await pods()).filter(({ metadata }) => metadata.labels?.[labels.component] === 'check');
      expect(own.every(({ metadata }) => metadata.labels?.[labels.app] === undefined)).toBe(true);
      await stage.world.apply(goodSpec);
      await stage.world.released();
    },
    6 * minutes,
  );

  it(
    'hold one that fails under load before any user comes',
    async () => {
      const result = await rejected(faultyImage('failsUnderLoad'));
      const notes = [
        expect.stringContaining('byte-identical'),
        expect.stringContaining('it changed nothing'),
      ];
      expect(result).toMatchObject({ verdict: 'Undone', reason: 'LoadFailed', notes, served: 0 });
    },
    6 * minutes,
  );

  it(
    'of the user ask the candidate with its token, and hold it with the end of their log',
    async () => {
      const journey = async (drainSeconds: number, program: string) => {
        const custom = [{ name: 'journey', image: customCheckImage, args: [program], timeoutSeconds: 60 }];
        await stage.world.apply({
          ...goodSpec,
          drainSeconds,
          rollout: { ...goodSpec.rollout, checks: { custom } },
        });
        return (await stage.world.settled(300)).status;
      };
      const good = await journey(31, asksForScenes);
      expect(good.release?.checks).toContainEqual(
        expect.objectContaining({ name: 'custom.journey', result: 'Passed' }),
      );
      const bad = await journey(32, "console.log('no avatar'); process.exit(3)");
      expect(holdOf(bad)).toMatchObject({
        reason: 'CustomCheckFailed',
        message: 'Check custom.journey failed: exit code 3: no avatar.',
      });
    },
    8 * minutes,
  );
});
