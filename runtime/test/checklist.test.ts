import { anApp, type RunningApp } from './anApp.ts';

interface Listed {
  readonly count: number;
  readonly scenes: readonly { readonly path: string }[];
  readonly history: readonly object[];
}
const listed = async (answer: Response) => (await answer.json()) as Listed;

/** The commands of the production checklist, block by block. */

const production = {
  env: { GODOT_ENV: 'production', GODOT_ENABLE_HTTP_API: 'true' },
  whitelist: { production: ['res://vr_main.tscn', 'res://minimal_test.tscn'] },
};

let app: RunningApp;
beforeEach(async () => {
  app = await anApp(production);
});
afterEach(() => app.close());

describe('checklist 2.2: test exported build', () => {
  it('answers /status with 200 and JSON when the API is enabled', async () => {
    const answer = await app.ask('/status');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: 'ok' });
  });

  it('has no errors in its output', async () => {
    await app.ask('/status');
    expect(app.logged.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
  });

  it('has the API off by default in production, and still answers probes, metrics and the page', async () => {
    const off = await anApp({ ...production, env: { GODOT_ENV: 'production' } });
    const paths = ['/status', '/health', '/metrics', '/', '/scene', '/scenes', '/scene/history'];
    const answers = await Promise.all(paths.map((path) => off.ask(path, { as: 'caller' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 404, 404, 404]);
    expect(await answers.at(-1)?.json()).toMatchObject({
      message: 'The HTTP API is off; set GODOT_ENABLE_HTTP_API=true to turn it on.',
    });
    await off.close();
  });
});

describe('checklist 4.1: authentication testing', () => {
  it.each([
    ['without token', undefined],
    ['with an invalid token', 'Bearer invalid_token'],
  ])('answers 401 %s', async (_, authorization) => {
    const headers = authorization ? { Authorization: authorization } : {};
    const answer = await app.ask('/scenes', { headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
    expect(answer.headers.get('Content-Type')).toMatch('application/problem+json');
    expect(await answer.json()).toMatchObject({
      status: 401,
      error: 'UNAUTHORIZED',
      status_code: 401,
      message: expect.stringContaining('Authorization'),
      timestamp: expect.stringMatching(/Z$/),
      request_id: answer.headers.get('X-Request-Id'),
    });
  });

  it('answers 200 with a valid token, with the scene list', async () => {
    const answer = await app.ask('/scenes', { as: 'caller' });
    expect(answer.status).toBe(200);
    expect((await listed(answer)).scenes.map(({ path }) => path)).toEqual([
      'res://minimal_test.tscn',
      'res://vr_main.tscn',
    ]);
  });
});

describe('checklist 4.2: rate limiting testing', () => {
  const burst = (path: string, as?: 'caller') =>
    Promise.all(Array.from({ length: 150 }, () => app.ask(path, as && { as })));

  it('answers 100 of 150 rapid requests with a token, and 429 to the rest with the time of the reset', async () => {
    const answers = await burst('/status', 'caller');
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(refused).toHaveLength(50);
    const [first] = refused;
    const reset = Number(first?.headers.get('Retry-After'));
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(60);
    expect(first?.headers.get('RateLimit')).toBe(`"default";r=0;t=${reset}`);
    expect(first?.headers.get('RateLimit-Policy')).toBe('"default";q=100;w=60');
    expect(first?.headers.get('X-RateLimit-Limit')).toBe('100');
    expect(await first?.json()).toMatchObject({ error: 'RATE_LIMIT_EXCEEDED', retry_after: reset });
  });

  it.each(['/status', '/health', '/metrics', '/', '/world'])(
    'never limits %s without a token',
    async (path) => {
      expect((await burst(path)).filter(({ status }) => status === 429)).toEqual([]);
    },
  );

  it('limits an address that tries tokens, and not the one who has a token', async () => {
    const guesses = Array.from({ length: 110 }, (_, n) =>
      app.ask('/scenes', { headers: { Authorization: `Bearer guess-${n}` } }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await app.ask('/scenes', { as: 'caller' })).status).toBe(200);
  });
});

describe('checklist 4.3: security headers', () => {
  it.each(['/status', '/', '/metrics', '/nowhere', '/scenes'])('%s has them', async (path) => {
    const { headers } = await app.ask(path, { method: 'HEAD' });
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('X-Frame-Options')).toBe('DENY');
    expect(headers.get('X-XSS-Protection')).toBe('1; mode=block');
  });

  it('tells nothing about what it is made of, and asks for HTTPS only over HTTPS', async () => {
    const { headers } = await app.ask('/status');
    expect([
      headers.get('X-Powered-By'),
      headers.get('Server'),
      headers.get('Strict-Transport-Security'),
    ]).toEqual([null, null, null]);
  });
});

describe.each(['', '/api'])('checklist 5.1: phase 1 routers, below "%s"', (base) => {
  const load = (path: string) =>
    app.ask(`${base}/scene`, {
      as: 'caller',
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ scene_path: path }),
    });

  it('POST /scene loads a scene', async () => {
    const answer = await load('res://vr_main.tscn');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      success: true,
      status: 'loaded',
      scene_path: 'res://vr_main.tscn',
    });
  });

  it('GET /scene tells which scene is current', async () => {
    await load('res://minimal_test.tscn');
    const answer = await app.ask(`${base}/scene`, { as: 'caller' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      scene_name: 'minimal_test',
      scene_path: 'res://minimal_test.tscn',
      status: 'loaded',
    });
  });

  it('GET /scenes lists the scenes', async () => {
    const answer = await app.ask(`${base}/scenes`, { as: 'caller' });
    expect([answer.status, (await listed(answer)).count]).toEqual([200, 2]);
  });

  it('GET /scene/history lists the loads, newest first, with their durations', async () => {
    await load('res://vr_main.tscn');
    await load('res://minimal_test.tscn');
    const answer = await app.ask(`${base}/scene/history`, { as: 'caller' });
    expect(answer.status).toBe(200);
    const { history } = await listed(answer);
    expect(history).toHaveLength(2);
    expect(history[0]).toMatchObject({
      scene_path: 'res://minimal_test.tscn',
      load_time_ms: expect.any(Number),
    });
  });
});

describe('checklist 8.1: Prometheus metrics', () => {
  it('answers /metrics in the Prometheus format, with frame rate, memory and request count', async () => {
    const answer = await app.ask('/metrics');
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    expect(text).toMatch(/^godot_fps NaN$/m);
    expect(text).toMatch(/^godot_memory_bytes \d+$/m);
    expect(text).toMatch(/^http_requests_total\{status="200",client="user",.*\} 0$/m);
  });
});

describe('checklist appendix C: list active routers', () => {
  it('names every router in the console output, once', () => {
    const lines = app.logged
      .map((line) => JSON.parse(line).msg as string)
      .filter((line) => line.startsWith('[HttpApiServer]'));
    const names = ['/scene', '/scenes', '/scene/history', '/scene/reload', '/admin', '/batch'];
    const probes = ['/status', '/health', '/metrics'];
    expect(lines).toEqual(expect.arrayContaining([...names, ...probes].map(line)));
    expect(new Set(lines).size).toBe(lines.length);
  });
  const line = (router: string) => `[HttpApiServer] Registered ${router} router`;
});
