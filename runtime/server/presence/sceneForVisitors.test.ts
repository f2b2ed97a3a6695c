import { anApp, type RunningApp } from '../../test/anApp.ts';
import type { SceneLoad } from '../state/worldState.ts';

let app: RunningApp | undefined;
afterEach(() => app?.close());

const loaded = (scenePath: string): SceneLoad => ({
  scenePath,
  status: 'loaded',
  at: '2026-01-02T03:04:05.678Z',
  seconds: 0.1,
});

const record = async (load: SceneLoad) =>
  app?.deps.state.record({ load, event: { type: 'scene.loaded', data: {} } });

it.each([
  ['does not have', 'res://of_another_release.tscn', {}],
  ['may not show', 'res://minimal_test.tscn', { whitelist: { development: ['res://vr_main.tscn'] } }],
])('a revision shows its own first scene in place of one that it %s', async (_, scenePath, wishes) => {
  app = await anApp(wishes);
  await record(loaded(scenePath));
  const seen = (await (await app.ask('/world')).json()) as { scene_path: string; scene_url: string };
  expect(seen.scene_path).toBe('res://vr_main.tscn');
  expect((await app.ask(`/${seen.scene_url}`)).status).toBe(200);
  expect(await (await app.ask('/scene', { as: 'caller' })).json()).toMatchObject({ scene_path: scenePath });
});

it('a scene that this revision has is shown by the content that it has here', async () => {
  app = await anApp();
  await record({ ...loaded('res://minimal_test.tscn'), hash: 'a'.repeat(64) });
  const { hash } = await app.deps.library.compile('res://minimal_test.tscn');
  expect(await (await app.ask('/world')).json()).toMatchObject({
    scene_url: `r/dev/world/minimal_test.tscn/${hash}.glb`,
  });
});
