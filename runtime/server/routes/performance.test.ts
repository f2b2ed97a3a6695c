import { anApp, type RunningApp } from '../../test/anApp.ts';

let app: RunningApp;
let now: number;
beforeEach(async () => {
  now = Date.now();
  app = await anApp({ now: () => now });
});
afterEach(() => app.close());

const performance = async () => (await app.ask('/performance', { as: 'caller' })).json();
const metric = async (name: string) => {
  const text = await (await app.ask('/metrics')).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
};

describe('GET /performance', () => {
  it('says that nobody measured a frame rate while nobody reports', async () => {
    expect(await performance()).toMatchObject({
      source: 'none',
      window_s: 15,
      fps: null,
      frame_time_ms: null,
      clients_reporting: 0,
      memory: { process_bytes: expect.any(Number) },
      event_loop_delay_ms: { p50: expect.any(Number), p99: expect.any(Number) },
      database: { available: true, waiting: 0 },
    });
  });

  it('tells the frame rate that /metrics tells', async () => {
    app.deps.votes.report({}, { at: now, frames: 72, seconds: 1 });
    app.deps.votes.report({}, { at: now, frames: 90, seconds: 1 });
    expect(await performance()).toMatchObject({ source: 'clients', fps: 81, clients_reporting: 2 });
    expect([await metric('godot_fps'), await metric('spacetime_clients_reporting')]).toEqual([81, 2]);
    now += 15_000;
    expect(await performance()).toMatchObject({ source: 'none', fps: null });
  });

  it.each([
    ['GET', '/performance?window=60', 400, 'window is not known here.'],
    ['POST', '/performance', 405, '/performance answers GET, HEAD only.'],
  ])('refuses %s %s with %d', async (method, path, status, message) => {
    const answer = await app.ask(path, { as: 'caller', method });
    expect([answer.status, await answer.json()]).toMatchObject([status, { message }]);
  });

  it('needs a token', async () => {
    expect((await app.ask('/performance')).status).toBe(401);
  });
});
