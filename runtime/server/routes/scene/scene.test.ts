import { anApp, type RunningApp } from '../../../test/anApp.ts';

let app: RunningApp;
beforeEach(async () => {
  app = await anApp({ whitelist: { development: ['res://**'], blacklist: ['res://secret/**'] } });
});
afterEach(() => app.close());

const send = (method: string, path: string, body?: object) =>
  app.ask(path, {
    as: 'caller',
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
const events = async () => {
  const { sql } = app.deps.database;
  const found = await sql.selectFrom('events').select(['type', 'data']).orderBy('id').execute();
  return found.map(({ type, data }) => [type, data['scene_path']]);
};
const main = { scene_path: 'res://vr_main.tscn' };

describe.each(['', '/api', '/api/v2'])('the router /scene below "%s"', (base) => {
  it('loads, tells and validates at its own path and at the aliases', async () => {
    expect((await send('POST', `${base}/scene/load`, main)).status).toBe(200);
    for (const path of ['/scene', '/scene/current'])
      expect(await (await send('GET', base + path)).json()).toMatchObject({ ...main, status: 'loaded' });
    for (const [method, path] of [
      ['PUT', '/scene'],
      ['PUT', '/scene/validate'],
      ['POST', '/scene/validate'],
    ] as const)
      expect(await (await send(method, base + path, main)).json()).toMatchObject({ ...main, valid: true });
  });
});

describe('PUT /scene', () => {
  it('lists what speaks against a broken scene, shows nothing and tells webhooks', async () => {
    const answer = await send('PUT', '/scene', { scene_path: 'res://broken.tscn' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      valid: false,
      errors: [expect.stringContaining('res://broken.tscn')],
      checks: { file_exists: true, parseable: false },
    });
    expect((await send('GET', '/scene')).status).toBe(404);
    expect(await events()).toEqual([['scene.validated', 'res://broken.tscn']]);
  });

  it('says that a scene is not there', async () => {
    const answer = await send('PUT', '/scene', { scene_path: 'res://none.tscn' });
    expect(await answer.json()).toMatchObject({ valid: false, checks: { file_exists: false } });
  });

  it('tells nothing about a scene that the whitelist does not allow', async () => {
    expect((await send('PUT', '/scene', { scene_path: 'res://secret/a.tscn' })).status).toBe(403);
    expect(await events()).toEqual([]);
  });
});

describe('POST /scene/reload', () => {
  it('shows the current scene anew, with a line in the history and an event of its own', async () => {
    expect((await send('POST', '/scene/reload')).status).toBe(404);
    await send('POST', '/scene', main);
    const answer = await send('POST', '/scene/reload');
    expect(await answer.json()).toMatchObject({ success: true, ...main, status: 'loaded' });
    expect(await (await send('GET', '/scene/history')).json()).toMatchObject({ count: 2 });
    expect(await events()).toEqual([
      ['scene.loaded', main.scene_path],
      ['scene.reloaded', main.scene_path],
    ]);
  });
});

describe('a scene that cannot be loaded', () => {
  it.each(['res://none.tscn', 'res://broken.tscn', 'res://secret/a.tscn'])(
    'leaves a line in the history and an event: %s',
    async (scene_path) => {
      await send('POST', '/scene', { scene_path });
      expect(await (await send('GET', '/scene/history')).json()).toMatchObject({
        history: [{ scene_path, status: 'failed', reason: expect.stringContaining(scene_path) }],
      });
      expect(await events()).toEqual([['scene.failed', scene_path]]);
    },
  );

  it('leaves nothing when its path is none', async () => {
    await send('POST', '/scene', { scene_path: 'res://../etc/passwd' });
    expect(await events()).toEqual([]);
  });
});
