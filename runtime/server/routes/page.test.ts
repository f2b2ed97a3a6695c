import { anApp, type RunningApp } from '../../test/anApp.ts';

const html =
  '<meta name="spacetime-revision" content="" /><script type="module" src="./assets/index.js"></script>';
const client = { 'index.html': html, 'assets/index.js': 'start();', '.hidden': 'no' };
const own = 'bcdfghjklm';
const other = 'nnnnnnnnnn';

const served: RunningApp[] = [];
const serve = async (more: Parameters<typeof anApp>[0] = {}) => {
  const app = await anApp({ client, ...more, env: { SPACETIME_REVISION: own, ...more.env } });
  served.push(app);
  return app;
};
afterEach(async () => {
  for (const app of served.splice(0)) await app.close();
});

describe('the page', () => {
  it('asks for its files at the addresses of its revision, and knows its name', async () => {
    const answer = await (await serve()).ask('/');
    expect(answer.headers.get('Cache-Control')).toBe('no-cache');
    expect(answer.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none';script-src 'self' 'wasm-unsafe-eval';/,
    );
    expect(await answer.text()).toBe(
      `<meta name="spacetime-revision" content="${own}" /><script type="module" src="./r/${own}/assets/index.js"></script>`,
    );
  });

  it('says how to build it when it is not there', async () => {
    const answer = await (await serve({ client: {} })).ask('/');
    expect(await answer.json()).toMatchObject({
      status: 503,
      message: 'The page is not built; run npm run build -w runtime.',
    });
  });

  it('keeps the files of a revision for a year, and those under development for no time', async () => {
    const file = await (await serve()).ask(`/r/${own}/assets/index.js`);
    expect(await file.text()).toBe('start();');
    expect(file.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(file.headers.get('Content-Type')).toMatch('javascript');
    const developed = await (await serve({ env: { SPACETIME_REVISION: 'dev' } })).ask(
      '/r/dev/assets/index.js',
    );
    expect(developed.headers.get('Cache-Control')).toBe('no-cache');
  });

  it.each(['assets/none.js', '.hidden', '..%2f..%2fetc%2fpasswd', '%2e%2e/%2e%2e/index.html', 'assets'])(
    'does not serve %s',
    async (path) => {
      expect((await (await serve()).ask(`/r/${own}/${path}`)).status).toBe(404);
    },
  );
});

describe('/world', () => {
  it('gives visitors the address of the current scene, and the scene is there', async () => {
    const app = await serve();
    expect((await app.ask('/world')).status).toBe(503);
    const headers = { 'Content-Type': 'application/json' };
    await app.ask('/scene', {
      as: 'caller',
      method: 'POST',
      headers,
      body: '{"scene_path":"res://vr_main.tscn"}',
    });
    const world = (await (await app.ask('/world')).json()) as { scene_url: string };
    expect(world).toMatchObject({ scene_name: 'vr_main', scene_path: 'res://vr_main.tscn', revision: own });
    expect(world.scene_url).toMatch(new RegExp(`^r/${own}/world/vr_main\\.tscn/[0-9a-f]{64}\\.glb$`));
    const scene = await app.ask(`/${world.scene_url}`);
    expect(scene.headers.get('Content-Type')).toBe('model/gltf-binary');
    expect(scene.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    const tag = scene.headers.get('ETag') ?? '';
    expect(world.scene_url).toContain(tag.slice(1, -1));
    expect(Buffer.from(await scene.arrayBuffer()).toString('latin1', 0, 4)).toBe('glTF');
    const again = await app.ask(`/${world.scene_url}`, {
      headers: { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
  });

  it('answers a hash that it does not know with the scene as it is, not to be kept', async () => {
    const app = await serve();
    const answer = await app.ask(`/r/${own}/world/vr_main.tscn/${'0'.repeat(64)}.glb`);
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-cache']);
  });

  it.each([
    ['none.tscn/current.glb', 404],
    ['broken.tscn/current.glb', 422],
    ['..%2fx.tscn/current.glb', 400],
    ['vr_main.tscn/current.glb', 403],
  ])('answers %s with %d', async (path, status) => {
    const app = await serve({
      whitelist: { development: ['res://none.tscn*', 'res://b*'], blacklist: ['res://vr*'] },
    });
    expect((await app.ask(`/r/${own}/world/${path}`)).status).toBe(status);
  });
});

describe("another revision's files", () => {
  const asked: string[] = [];
  const answering = (answer: () => Promise<Response>) => {
    asked.length = 0;
    return ((url: string) => {
      asked.push(url);
      return answer();
    }) as typeof fetch;
  };
  const env = { SPACETIME_SERVICE_PREFIX: 'galaxy' };

  it('come from the Service of that revision, named as this pod answers', async () => {
    const headers = { 'Content-Type': 'text/javascript', 'Cache-Control': 'immutable', 'Set-Cookie': 'no=1' };
    const app = await serve({ env, fetch: answering(async () => new Response('other();', { headers })) });
    const answer = await app.ask(`/r/${other}/assets/other.js?x=1`);
    expect(asked).toEqual([`http://galaxy-${other}/r/${other}/assets/other.js`]);
    expect([answer.status, await answer.text()]).toEqual([200, 'other();']);
    expect(answer.headers.get('Content-Type')).toBe('text/javascript');
    expect(answer.headers.get('Set-Cookie')).toBeNull();
    expect(answer.headers.get('X-Spacetime-Revision')).toBe(own);
  });

  it.each([
    ['a name that is none', '/r/evil.example/x.js', {}],
    ['a name that is too long', `/r/${other}n/x.js`, {}],
    ['a path that goes up', `/r/${other}/..%2fscene`, {}],
    ['a path with a host in it', `/r/${other}/@evil.example/x.js`, {}],
    ['a second hop', `/r/${other}/x.js`, { 'X-Spacetime-Forwarded': '1' }],
  ])('are not asked for with %s', async (_, path, headers) => {
    const app = await serve({ env, fetch: answering(async () => new Response('')) });
    expect((await app.ask(path, { headers })).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('are not there when no Service is named', async () => {
    const app = await serve({ fetch: answering(async () => new Response('')) });
    expect((await app.ask(`/r/${other}/x.js`)).status).toBe(404);
  });

  it('are scenes of this revision, not to be kept, when that revision does not answer', async () => {
    const app = await serve({ env, fetch: answering(() => Promise.reject(new Error('refused'))) });
    const answer = await app.ask(`/r/${other}/world/vr_main.tscn/${'0'.repeat(64)}.glb`);
    expect(asked).toHaveLength(2);
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-cache']);
  });

  it.each([
    ['fails', async () => new Response('', { status: 500 })],
    ['does not answer', () => Promise.reject(new Error('refused'))],
  ])('are a 502 with a sentence when that revision %s', async (_, answer) => {
    const app = await serve({ env, fetch: answering(answer) });
    expect(await (await app.ask(`/r/${other}/x.js`)).json()).toMatchObject({
      status: 502,
      message: `Revision ${other} does not answer; load the page again.`,
    });
  });

  it('are missing when that revision does not have them', async () => {
    const app = await serve({ env, fetch: answering(async () => new Response('{}', { status: 404 })) });
    expect((await app.ask(`/r/${other}/x.js`)).status).toBe(404);
  });
});
