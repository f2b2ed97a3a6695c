import { anApp, type RunningApp } from '../../test/anApp.ts';

let app: RunningApp;
beforeEach(async () => {
  app = await anApp();
});
afterEach(() => app.close());

type Steps = readonly (readonly [action: string, scene_path: string])[];

const batch = async (mode: string, steps: Steps) => {
  const operations = steps.map(([action, scene_path]) => ({ action, scene_path }));
  const answer = await app.ask('/batch', {
    as: 'caller',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ mode, operations }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const happened = async () => {
  const { sql } = app.deps.database;
  const events = await sql.selectFrom('events').select('type').orderBy('id').execute();
  return events.map(({ type }) => type);
};

const steps: Steps = [
  ['validate', 'res://minimal_test.tscn'],
  ['load', 'res://vr_main.tscn'],
  ['load', 'res://minimal_test.tscn'],
  ['get_info', 'res://vr_main.tscn'],
];
const broken = ['load', 'res://broken.tscn'] as const;

describe('a batch', () => {
  it.each(['continue', 'transactional'])('in mode %s takes every step and answers each', async (mode) => {
    const { status, body } = await batch(mode, steps);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, mode, total: 4, succeeded: 4, failed: 0 });
    expect(body['results']).toMatchObject([
      { success: true, result: { valid: true } },
      { success: true, result: { scene_path: 'res://vr_main.tscn', status: 'loaded' } },
      { success: true, result: { scene_path: 'res://minimal_test.tscn', status: 'loaded' } },
      { success: true, result: { scene_name: 'vr_main', size: expect.any(Number) } },
    ]);
    expect(await happened()).toEqual(['scene.validated', 'scene.loaded', 'scene.loaded']);
    expect((await app.deps.state.current())?.scenePath).toBe('res://minimal_test.tscn');
  });

  it('that continues goes on after a step that fails', async () => {
    const { body } = await batch('continue', [broken, ...steps]);
    expect(body).toMatchObject({ success: false, succeeded: 4, failed: 1 });
    expect((body['results'] as unknown[])[0]).toMatchObject({ success: false, error: 'SCENE_BROKEN' });
    expect(await happened()).toEqual(['scene.failed', 'scene.validated', 'scene.loaded', 'scene.loaded']);
  });

  it.each([
    [broken, 422],
    [['validate', 'res://broken.tscn'], 422],
    [['get_info', 'res://none.tscn'], 404],
    [['load', 'res://../x.tscn'], 400],
  ] as const)('that is a transaction does nothing when its last step is %j', async (last, status) => {
    const refused = await batch('transactional', [...steps, last]);
    expect(refused.status).toBe(status);
    expect(refused.body).toMatchObject({
      field: 'operations.4',
      message: expect.stringMatching(/^operations\.4 cannot be done, so nothing was: /),
    });
    expect([await happened(), await app.deps.state.history(10)]).toEqual([[], []]);
  });

  it('is limited to ten a minute', async () => {
    const statuses = [];
    for (let n = 0; n < 11; n++)
      statuses.push((await batch('continue', [['get_info', 'res://vr_main.tscn']])).status);
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
  });

  it.each([
    ['sometimes', steps, 'mode must be continue or transactional.'],
    ['continue', [], 'operations must be a list of at least one operation.'],
    ['continue', Array(51).fill(steps[0]), 'operations must be a list of at most 50 operations.'],
    ['continue', [['delete', 'res://a.tscn']], 'operations.0.action must be load, validate or get_info.'],
  ] as [string, Steps, string][])('is refused in mode %s with %j', async (mode, given, message) => {
    expect(await batch(mode, given)).toMatchObject({ status: 400, body: { message } });
  });
});
