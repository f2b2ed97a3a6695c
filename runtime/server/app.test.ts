import { anApp, type RunningApp } from '../test/anApp.ts';

let app: RunningApp;
beforeEach(async () => {
  app = await anApp({ env: { SPACETIME_REQUESTS_PER_MINUTE: '100000' } });
});
afterEach(() => app.close());

const json = { 'Content-Type': 'application/json' };
const post = (body: string, headers: Record<string, string> = json) =>
  app.ask('/scene', { as: 'caller', method: 'POST', headers, body });

describe('bad input', () => {
  it.each([
    ['GET', '/scenes?dir=/etc', 400, 'dir must be a res:// directory, such as res://scenes.'],
    ['GET', '/scenes?dir=res://a&dir=res://b', 400, 'dir must be given once.'],
    ['GET', `/scenes?dir=res://${'a'.repeat(300)}`, 400, 'dir must be at most 256 characters long.'],
    ['GET', '/scenes?include_addons=maybe', 400, 'include_addons must be true or false.'],
    ['GET', '/scene/history?limit=0', 400, 'limit must be a whole number from 1 to 100.'],
    ['GET', '/scene/history?limit=101', 400, 'limit must be a whole number from 1 to 100.'],
    ['GET', '/scene/history?limit=ten', 400, 'limit must be a whole number from 1 to 100.'],
    ['GET', '/scene', 404, 'No scene is loaded; load one with POST /scene.'],
    ['DELETE', '/scene', 405, '/scene answers GET, HEAD, POST, PUT only.'],
    ['POST', '/scenes', 405, '/scenes answers GET, HEAD only.'],
    ['POST', '/scene/history', 405, '/scene/history answers GET, HEAD only.'],
    ['POST', '/status', 405, '/status answers GET, HEAD only.'],
    ['POST', '/health', 405, '/health answers GET, HEAD only.'],
    ['GET', '/admin/drain', 405, '/admin/drain answers POST only.'],
    ['GET', '/nowhere', 404, 'There is nothing at /nowhere.'],
    ['GET', '/r/dev/%', 400, 'The request cannot be read; check its address, headers and body.'],
  ])('%s %s answers %d: %s', async (method, path, status, message) => {
    const answer = await app.ask(path, { as: 'caller', method });
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ status, status_code: status, message, detail: message });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['{', 400, 'The body must be a JSON object.'],
    ['"text"', 400, 'The body must be a JSON object.'],
    ['[]', 400, 'The body must be a JSON object with scene_path.'],
    ['{}', 400, 'scene_path must be a res:// path, such as res://vr_main.tscn.'],
    ['{"scene_path":7}', 400, 'scene_path must be a res:// path, such as res://vr_main.tscn.'],
    ['{"scene_path":"/etc/passwd"}', 400, 'scene_path must start with res://.'],
    ['{"scene_path":"res://../x.tscn"}', 400, 'scene_path must not go up or stay with dots.'],
    ['{"scene_path":"res://none.tscn"}', 404, 'There is no scene res://none.tscn in this world.'],
    ['{"scene_path":"res://broken.tscn"}', 422, 'The scene res://broken.tscn is not a Godot 4 text scene.'],
  ])('POST /scene %s answers %d: %s', async (body, status, message) => {
    const answer = await post(body);
    expect(await answer.json()).toMatchObject({ status, message });
  });

  it('refuses a body over 1 MiB with 413', async () => {
    const answer = await post(JSON.stringify({ scene_path: 'x'.repeat(1_048_577) }));
    expect(await answer.json()).toMatchObject({ status: 413, message: 'The body must have at most 1 MiB.' });
  });

  it.each([
    [{ 'Content-Type': 'text/plain' }, 'Content-Type must be application/json, with a body.'],
    [{ ...json, 'Content-Encoding': 'gzip' }, 'The body must not be compressed.'],
  ])('refuses a body with the headers %j with 415', async (headers, message) => {
    const answer = await post('{"scene_path":"res://vr_main.tscn"}', headers);
    expect(await answer.json()).toMatchObject({ status: 415, message });
  });
});

describe('the whitelist', () => {
  it('refuses with 403 what it does not name, and what the blacklist names', async () => {
    const strict = await anApp({
      whitelist: { development: ['res://**'], blacklist: ['res://vr_*'] },
      world: { 'vr_main.tscn': '', 'other.tscn': '[gd_scene format=3]\n[node name="Root"]' },
    });
    const load = (path: string) =>
      strict.ask('/scene', { as: 'caller', method: 'POST', headers: json, body: `{"scene_path":"${path}"}` });
    const refused = await load('res://vr_main.tscn');
    expect(await refused.json()).toMatchObject({
      status: 403,
      error: 'SCENE_NOT_ALLOWED',
      message: 'The whitelist does not allow res://vr_main.tscn.',
    });
    expect((await load('res://other.tscn')).status).toBe(200);
    await strict.close();
  });
});

describe('every answer', () => {
  it.each(['/status', '/nowhere', '/', '/metrics', '/scene'])(
    'of %s names the revision and the request',
    async (path) => {
      const named = await anApp({ env: { SPACETIME_REVISION: 'bcdfghjklm' } });
      const { headers } = await named.ask(path, { headers: { 'X-Request-Id': 'abc-123' } });
      expect(headers.get('X-Spacetime-Revision')).toBe('bcdfghjklm');
      expect(headers.get('X-Request-Id')).toBe('abc-123');
      await named.close();
    },
  );

  it('makes up the name of a request whose own is not plain', async () => {
    const { headers } = await app.ask('/status', { headers: { 'X-Request-Id': '<script>' } });
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('/status and /health', () => {
  it('say little to anybody and everything to who has a token', async () => {
    expect(await (await app.ask('/status')).json()).toEqual({ status: 'ok' });
    expect(await (await app.ask('/health')).json()).toEqual({ status: 'ready' });
    expect(await (await app.ask('/status', { as: 'caller' })).json()).toMatchObject({
      status: 'ok',
      environment: 'development',
      api_enabled: true,
      scene: null,
      fps: null,
    });
    expect(await (await app.ask('/health', { as: 'caller' })).json()).toMatchObject({
      checks: { started: true },
    });
  });

  it('refuse a wrong token instead of taking it for none', async () => {
    const answer = await app.ask('/status', { headers: { Authorization: 'Bearer wrong' } });
    expect(answer.status).toBe(401);
  });
});

describe('CORS', () => {
  it('lets the configured origins call, and nobody else', async () => {
    const open = await anApp({ env: { SPACETIME_CORS_ORIGINS: 'https://friend.example' } });
    const origin = async (Origin: string) =>
      (await open.ask('/status', { headers: { Origin } })).headers.get('Access-Control-Allow-Origin');
    expect(await origin('https://friend.example')).toBe('https://friend.example');
    expect(await origin('https://stranger.example')).toBeNull();
    const preflight = await open.ask('/scene', {
      method: 'OPTIONS',
      headers: { Origin: 'https://friend.example' },
    });
    expect([preflight.status, preflight.headers.get('Access-Control-Allow-Headers')]).toEqual([
      204,
      'Authorization, Content-Type, Idempotency-Key',
    ]);
    await open.close();
  });
});
