import { anApp, type RunningApp } from '../../../test/anApp.ts';
import { until } from '../../../test/until.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await anApp({ works: true, env: { SPACETIME_REQUESTS_PER_MINUTE: '10000' } });
});
afterAll(() => app.close());
afterEach(async () => {
  await app.database.sql.deleteFrom('jobs').execute();
});

interface Shown {
  readonly job: Readonly<Record<string, unknown>>;
}

const send = (path: string, body: unknown, { method = 'POST', headers = {} } = {}) =>
  app.ask(path, {
    as: 'caller',
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const get = async (path: string) => (await app.ask(path, { as: 'caller' })).json();
const submitted = async (body: unknown) =>
  ((await (await send('/jobs', body)).json()) as { readonly job_id: string }).job_id;
const done = async (id: string) =>
  until(`job ${id}`, async () => {
    const { job } = (await get(`/jobs/${id}`)) as Shown;
    return job['completed_at'] !== null && job;
  });

describe('jobs', () => {
  it('warms the cache with every scene that is allowed, as the checklist asks', async () => {
    const answer = await send('/jobs', { type: 'cache_warming', parameters: {} });
    expect(answer.status).toBe(200);
    const { job_id } = (await answer.json()) as { readonly job_id: string };
    expect(answer.headers.get('Location')).toBe(`/jobs/${job_id}`);
    expect(await done(job_id)).toMatchObject({
      id: job_id,
      type: 'cache_warming',
      status: 'completed',
      progress: 1,
      error: null,
      result: { total: 3, succeeded: 2, failed: 1 },
    });
    expect(await get('/jobs')).toMatchObject({ count: 1, jobs: [{ id: job_id }] });
    expect(await (await app.ask('/metrics')).text()).toMatch(/^job_queue_pending 0$/m);
  });

  it('compiles the scenes that are named', async () => {
    const scene_paths = ['res://vr_main.tscn', 'res://broken.tscn', 'res://missing.tscn'];
    const id = await submitted({ type: 'scene_preload', parameters: { scene_paths } });
    expect(await done(id)).toMatchObject({
      status: 'completed',
      result: {
        succeeded: 1,
        failed: 2,
        results: [
          { scene_path: scene_paths[0], success: true, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
          { scene_path: scene_paths[1], success: false, error: 'SCENE_BROKEN' },
          { scene_path: scene_paths[2], success: false, error: 'SCENE_NOT_FOUND' },
        ],
      },
    });
  });

  it('takes operations as a batch does', async () => {
    const operations = [
      { action: 'load', scene_path: 'res://minimal_test.tscn' },
      { action: 'validate', scene_path: 'res://broken.tscn' },
      { action: 'get_info', scene_path: 'res://missing.tscn' },
    ];
    const id = await submitted({ type: 'batch_operations', parameters: { operations } });
    expect(await done(id)).toMatchObject({
      result: {
        results: [
          { action: 'load', success: true, result: { scene_path: 'res://minimal_test.tscn' } },
          { action: 'validate', result: { valid: false } },
          { action: 'get_info', success: false, error: 'SCENE_NOT_FOUND' },
        ],
      },
    });
    expect(await get('/scene')).toMatchObject({ scene_path: 'res://minimal_test.tscn' });
  });

  it('are listed newest first, by status', async () => {
    const ids = [await submitted({ type: 'cache_warming' }), await submitted({ type: 'cache_warming' })];
    await Promise.all(ids.map(done));
    expect(await get('/jobs?status=completed&limit=1')).toMatchObject({ count: 1, jobs: [{ id: ids[1] }] });
    expect(await get('/jobs?status=failed')).toEqual({ jobs: [], count: 0 });
  });

  it('cannot be cancelled once they have ended', async () => {
    const id = await submitted({ type: 'cache_warming' });
    await done(id);
    for (const [path, method] of [
      [`/jobs/${id}`, 'DELETE'],
      [`/jobs/${id}/cancel`, 'POST'],
    ] as const) {
      const answer = await send(path, undefined, { method });
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ message: `Job ${id} has completed already.` });
    }
  });

  it('are begun once when they are asked for again with the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': '"0b9f"' };
    const ask = async () => (await send('/jobs', { type: 'cache_warming' }, { headers })).json();
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(await get('/jobs')).toMatchObject({ count: 1 });
  });
});

describe('bad input about jobs', () => {
  const preload = (scene_paths: unknown) => ({ type: 'scene_preload', parameters: { scene_paths } });
  const batch = (operations: unknown) => ({ type: 'batch_operations', parameters: { operations } });
  it.each<[string, unknown, string]>([
    ['a list', [], 'The body must be a JSON object with type and parameters.'],
    ['no type', {}, 'type must be one of cache_warming, scene_preload, batch_operations.'],
    [
      'an unknown type',
      { type: 'mine_coins' },
      'type must be one of cache_warming, scene_preload, batch_operations.',
    ],
    [
      'a type that is no text',
      { type: 5 },
      'type must be one of cache_warming, scene_preload, batch_operations.',
    ],
    [
      'parameters that are a text',
      { type: 'cache_warming', parameters: 'all' },
      'parameters must be an empty object',
    ],
    [
      'parameters too many',
      { type: 'cache_warming', parameters: { all: 1 } },
      'parameters.all is not known here.',
    ],
    ['no parameters', { type: 'scene_preload' }, 'parameters must be an object with scene_paths.'],
    ['no scenes', preload([]), 'parameters.scene_paths must be a list of at least one res:// path.'],
    [
      'too many scenes',
      preload(Array(101).fill('res://a.tscn')),
      'parameters.scene_paths must be a list of at most 100',
    ],
    [
      'a way out',
      preload(['res://../a.tscn']),
      'parameters.scene_paths.0 must be a path of a scene: it must not go up',
    ],
    [
      'an encoded way out',
      preload(['res://%2e%2e/a.tscn']),
      'parameters.scene_paths.0 must be a path of a scene',
    ],
    [
      'a path of another kind',
      preload(['/etc/passwd']),
      'parameters.scene_paths.0 must be a path of a scene',
    ],
    ['no operations', batch([]), 'parameters.operations must be a list of at least one operation.'],
    ['too many operations', batch(Array(51).fill({})), 'parameters.operations'],
    [
      'an unknown action',
      batch([{ action: 'format', scene_path: 'res://a.tscn' }]),
      'parameters.operations.0.action must be one of load, validate, get_info.',
    ],
    ['an unknown field', { type: 'cache_warming', priority: 1 }, 'priority is not known here.'],
  ])('refuses %s', async (_, body, sentence) => {
    const answer = await send('/jobs', body);
    const { message } = (await answer.json()) as { readonly message: string };
    expect([answer.status, message]).toEqual([400, expect.stringContaining(sentence)]);
    expect(await get('/jobs')).toMatchObject({ count: 0 });
  });

  it.each<[string, string, number, string]>([
    ['GET', '/jobs/one', 400, 'id must be a whole number, such as 1.'],
    ['GET', '/jobs/-1', 400, 'id must be a whole number, such as 1.'],
    ['GET', '/jobs/7777777', 404, 'There is no job 7777777;'],
    ['DELETE', '/jobs/7777777', 404, 'There is no job 7777777;'],
    ['POST', '/jobs/7777777/cancel', 404, 'There is no job 7777777;'],
    ['GET', '/jobs?status=lost', 400, 'status must be one of queued, running, completed, failed, cancelled.'],
    ['GET', '/jobs?limit=0', 400, 'limit must be a whole number from 1 to 100.'],
    ['PUT', '/jobs/1', 405, '/jobs/:id answers GET, HEAD, DELETE only.'],
  ])('%s %s is refused', async (method, path, status, sentence) => {
    const answer = await send(path, undefined, { method });
    const { message } = (await answer.json()) as { readonly message: string };
    expect([answer.status, message]).toEqual([status, expect.stringContaining(sentence)]);
  });

  it('answers nobody without a token', async () => {
    expect((await app.ask('/jobs')).status).toBe(401);
  });
});
