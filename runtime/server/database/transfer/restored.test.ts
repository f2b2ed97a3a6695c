import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../../test/aDatabase.ts';
import { aDataFolder } from '../../../test/aDataFolder.ts';
import { aRuntime, type TestRuntime, token } from '../../../test/aRuntime.ts';
import { until } from '../../../test/until.ts';
import { readConfig } from '../../config.ts';
import { exportTo, importFrom } from './transfer.ts';

const newToken = 'a-token-of-another-secret';

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let from: TestDatabase;
let to: TestDatabase;
const runtimes: TestRuntime[] = [];
beforeEach(async () => {
  folder = await aDataFolder();
  from = await aDatabase();
  to = await aDatabase({ empty: true });
});
afterEach(async () => {
  for (const runtime of runtimes.splice(0)) await runtime.remove();
  await from.remove();
  await to.remove();
  await folder.remove();
});

const runtimeOn = async (database: TestDatabase, apiToken: string) => {
  const runtime = await aRuntime(() => ({ DATABASE_URL: database.url, API_TOKEN: apiToken }));
  runtimes.push(runtime);
  return runtime;
};
const post = (body: object) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});
const as = (bearer: string) => ({ headers: { Authorization: `Bearer ${bearer}` } });

interface Answer {
  readonly id: number;
  readonly job_id: number;
  readonly job: { readonly status: string };
  readonly token: string;
}
const answerOf = async ({ ask }: TestRuntime, ...question: Parameters<TestRuntime['ask']>) =>
  (await (await ask(...question)).json()) as Answer;

/** What clients see of what the world remembers. */
const seen = async ({ ask }: TestRuntime) => {
  const paths = ['/scene/history', '/webhooks', '/jobs', '/scene/current'];
  return Promise.all(paths.map(async (path) => (await ask(path)).json()));
};

it('a world that is lost and brought back has the same history, webhooks and jobs, and takes the tokens that clients have', async () => {
  const file = join(folder.path, 'world.jsonl');
  const before = await runtimeOn(from, token);
  await before.ask('/scene', post({ scene_path: 'res://vr_main.tscn' }));
  await before.ask('/webhooks', post({ url: 'https://example.com/hook', events: ['scene.loaded'] }));
  const { job_id } = await answerOf(before, '/jobs', post({ type: 'cache_warming' }));
  await until('the job', async () => {
    const { job } = await answerOf(before, `/jobs/${job_id}`);
    return job.status === 'completed';
  });
  const issued = await answerOf(before, '/auth/tokens', post({ name: 'robot' }));
  const revoked = await answerOf(before, '/auth/tokens', post({ name: 'lost' }));
  await before.ask('/auth/revoke', post({ id: revoked.id }));
  const world = await seen(before);

  const log = pino({ level: 'silent' });
  const moving = (url: string) => ({
    config: readConfig({ DATABASE_URL: url }),
    file,
    log,
    progress: () => {},
  });
  await exportTo(moving(from.url));
  await before.close();
  await importFrom(moving(to.url));
  await rm(file);

  const after = await runtimeOn(to, newToken);
  expect(await seen(after)).toEqual(world);
  const answers = [newToken, token, issued.token, revoked.token].map(async (bearer) => {
    const answer = await after.ask('/webhooks', as(bearer));
    return answer.status;
  });
  expect(await Promise.all(answers)).toEqual([200, 200, 200, 401]);
});
