import { aCandidate, around, usualSpec } from '../test/aCandidate.ts';
import { aDatabase, type TestDatabase } from '../test/aDatabase.ts';
import { lastingRows, schemas } from '../test/lastingRows.ts';
import { checks } from './checks.ts';
import { run } from './run.ts';
import { site } from './site.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await aDatabase({ empty: true });
});
afterEach(() => database.remove());

const paths = ['/api/scenes', '/api/webhooks', '/api/jobs', '/api/performance', '/api/scene/history'].map(
  (path) => ({ path, expectedStatus: 200 }),
);

it('all checks beside a live world change nothing of what it remembers', async () => {
  const live = await aCandidate(() => ({ DATABASE_URL: database.url }));
  const receiver = { url: 'https://example.com/hook', events: ['scene.loaded', 'auth.failed'] };
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify(receiver);
  expect((await live.ask('/webhooks', { method: 'POST', headers, body })).status).toBe(200);
  const preview = await aCandidate(() => ({ DATABASE_URL: database.url }));
  const before = await lastingRows(database);

  const world = await aCandidate(() => ({
    DATABASE_URL: database.url,
    SPACETIME_DATABASE_TEMPORARY_SCHEMA: 'check_bcdfghjklm',
  }));
  const spec = { ...usualSpec, smoke: { ...usualSpec.smoke, paths } };
  const found = await run(checks, around(preview, { world: site(world.url('/')), spec }), () => {});
  expect(found.filter(({ result }) => result === 'Failed')).toEqual([]);
  expect(await lastingRows(database)).toEqual(before);
  await world.remove();
  expect(await schemas(database)).toEqual(['pgboss', 'public']);
  expect(await lastingRows(database)).toEqual(before);
  await preview.remove();
  await live.remove();
});
