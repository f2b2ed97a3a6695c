import { join } from 'node:path';
import { aWorld, removeWorlds, tscn } from '../../test/aWorld.ts';
import { compile } from './compile.ts';
import { compiler } from './compiler.ts';
import { library } from './library.ts';
import { worldFiles } from './worldFiles.ts';

afterAll(removeWorlds);

const root = '[node name="A" type="Node3D"]';

async function aLibrary() {
  const { directory } = await aWorld({
    'good.tscn': tscn(root),
    'poor.tscn': tscn('[ext_resource type="Script" path="res://gone.gd" id="1"]', root),
    'broken.tscn': 'nothing',
    'needsBroken.tscn': tscn(
      '[ext_resource type="PackedScene" path="broken.tscn" id="1"]',
      root,
      '[node name="B" parent="." instance=ExtResource("1")]',
    ),
    'secret.tscn': tscn(root),
    'hall.glb': 'no model',
  });
  const threads = { compile, close: () => {} };
  return library({
    files: worldFiles(directory),
    whitelist: { allows: (path) => path !== 'res://secret.tscn', named: [] },
    compiler: compiler({ directory, threads, cacheDirectory: join(directory, '.cache') }),
  });
}

const whole = { file_exists: true, parseable: true, dependencies_met: true, scripts_valid: true };

describe('library', () => {
  it.each([
    ['../x.tscn', 400, 'scene_path must start with res://.'],
    ['res://x.gd', 400, 'scene_path must end with .tscn or .glb.'],
    ['res://secret.tscn', 403, 'The whitelist does not allow res://secret.tscn.'],
    ['res://none.tscn', 404, 'There is no scene res://none.tscn in this world.'],
    ['res://broken.tscn', 422, 'The scene res://broken.tscn is not a Godot 4 text scene.'],
    ['res://hall.glb', 422, 'The scene res://hall.glb is not a GLB file.'],
  ])('does not compile %s: %d', async (path, status, message) => {
    await expect((await aLibrary()).compile(path)).rejects.toMatchObject({ status, message });
  });

  it.each<[string, object]>([
    ['res://good.tscn', { valid: true, errors: [], warnings: [], checks: whole }],
    [
      'res://poor.tscn',
      {
        valid: true,
        warnings: ['A file of type Script is missing (res://gone.gd).'],
        checks: { ...whole, dependencies_met: false, scripts_valid: false },
      },
    ],
    [
      'res://none.tscn',
      {
        valid: false,
        errors: ['There is no scene res://none.tscn in this world.'],
        checks: { file_exists: false, parseable: false, dependencies_met: false, scripts_valid: false },
      },
    ],
    ['res://broken.tscn', { valid: false, checks: { file_exists: true, parseable: false } }],
    [
      'res://needsBroken.tscn',
      { valid: false, checks: { file_exists: true, parseable: true, dependencies_met: false } },
    ],
  ])('says of %s what speaks for and against it', async (path, report) => {
    expect(await (await aLibrary()).inspect(path)).toMatchObject(report);
  });

  it('tells nothing of a scene that is not allowed', async () => {
    const { inspect, byHash } = await aLibrary();
    await expect(inspect('res://secret.tscn')).rejects.toMatchObject({ status: 403 });
    await expect(byHash('res://secret.tscn', '0'.repeat(64))).rejects.toMatchObject({ status: 403 });
  });

  it('lists both kinds of scenes that are allowed', async () => {
    const paths = (await (await aLibrary()).list('res://', false)).map(({ name }) => name);
    expect(paths).toEqual(['broken.tscn', 'good.tscn', 'hall.glb', 'needsBroken.tscn', 'poor.tscn']);
  });

  it('finds a compiled scene by its hash', async () => {
    const { compile: compiled, byHash } = await aLibrary();
    const { hash, glb } = await compiled('res://good.tscn');
    expect(await byHash('res://good.tscn', hash)).toEqual(glb);
  });
});
