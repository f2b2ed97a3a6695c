import { anApp, type RunningApp } from '../../../test/anApp.ts';

let app: RunningApp;
beforeEach(async () => {
  app = await anApp();
});
afterEach(() => app.close());

interface Listed {
  readonly routers: readonly {
    readonly name: string;
    readonly paths: readonly { readonly path: string }[];
  }[];
}

describe('GET /admin/routers', () => {
  it('finds every router that answers in the document of the API', async () => {
    const answer = await app.ask('/admin/routers', { as: 'caller' });
    const body = (await answer.json()) as Listed;
    const served = body.routers.length;
    expect(body).toMatchObject({ served, documented: served });
    const scene = body.routers.find(({ name }) => name === '/scene');
    expect(scene?.paths.map(({ path }) => path)).toEqual([
      '/scene',
      '/scene/current',
      '/scene/load',
      '/scene/validate',
    ]);
  });

  it('names the routers that the log has named', async () => {
    const { routers } = (await (await app.ask('/admin/routers', { as: 'caller' })).json()) as Listed;
    const logged = app.logged.map((line) => JSON.parse(line).msg as string);
    for (const { name } of routers) expect(logged).toContain(`[HttpApiServer] Registered ${name} router`);
  });
});

describe('GET /admin/occupancy', () => {
  it('says how many people and connections this pod holds', async () => {
    const answer = await app.ask('/admin/occupancy', { as: 'caller' });
    expect(await answer.json()).toEqual({
      revision: 'dev',
      phase: 'ready',
      clients: 0,
      sockets: 0,
      rooms: 0,
      clients_reporting: 0,
      requests_under_way: 1,
    });
  });
});
