import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { aWorld, removeWorlds, tscn } from '../../test/aWorld.ts';

afterAll(removeWorlds);

const root = '[node name="Root" type="Node3D"]';
const instance = (path: string) =>
  tscn(
    `[ext_resource type="PackedScene" path="${path}" id="1"]`,
    root,
    '[node name="A" parent="." instance=ExtResource("1")]',
  );

const chain = Object.fromEntries(
  Array.from({ length: 20 }, (_, n) => [`deep/${n}.tscn`, instance(`res://deep/${n + 1}.tscn`)]),
);

/** A scene that holds the next one ten times: ten to the power of its depth nodes. */
const tenfold = (path: string) =>
  tscn(
    `[ext_resource type="PackedScene" path="${path}" id="1"]`,
    root,
    ...Array.from({ length: 10 }, (_, n) => `[node name="A${n}" parent="." instance=ExtResource("1")]`),
  );
const bomb = Object.fromEntries(
  Array.from({ length: 8 }, (_, n) => [`bomb/${n}.tscn`, tenfold(`res://bomb/${n + 1}.tscn`)]),
);

const nested = Array.from(
  { length: 300 },
  (_, n) => `[node name="N" type="Node3D" parent="${n === 0 ? '.' : 'N/'.repeat(n).slice(0, -1)}"]`,
);
const mesh = (surface: string) =>
  tscn(
    `[sub_resource type="ArrayMesh" id="m"]\n_surfaces = [${surface}]`,
    root,
    '[node name="M" type="MeshInstance3D" parent="."]\nmesh = SubResource("m")',
  );

const files = {
  'self.tscn': instance('res://self.tscn'),
  'a.tscn': instance('res://b.tscn'),
  'b.tscn': instance('res://a.tscn'),
  ...chain,
  ...bomb,
  'bomb/8.tscn': tscn(root),
  'up.tscn': instance('../../etc/passwd'),
  'broken.tscn': tscn(root, 'mesh = ['),
  'needsBroken.tscn': instance('res://broken.tscn'),
  'old.tscn': '[gd_scene load_steps=2 format=2]\n[node name="Old" type="Spatial"]',
  'large.tscn': `[gd_scene format=3]\n${root}\n;${' '.repeat(8_000_001)}`,
  'noText.tscn': new Uint8Array([0xff, 0xfe, 0x00]),
  'twoRoots.tscn': tscn(root, '[node name="Other" type="Node3D"]'),
  'orphan.tscn': tscn('[node name="A" type="Node3D" parent="."]'),
  'nested.tscn': tscn(root, ...nested),
  'lostId.tscn': tscn(root, '[node name="M" type="MeshInstance3D" parent="."]\nmesh = SubResource("gone")'),
  'lostFile.tscn': tscn(root, '[node name="M" parent="." instance=ExtResource("gone")]'),
  'noScene.tscn': '[gd_resource type="BoxMesh" format=3]\n[resource]\n',
  'shortMesh.tscn': mesh(
    '{"format": 4097, "primitive": 3, "vertex_count": 1000000, "vertex_data": PackedByteArray("AAAA"), "index_count": 3, "index_data": PackedByteArray("AAABAAIA")}',
  ),
  'wrongIndex.tscn': mesh(
    '{"format": 34359742465, "primitive": 3, "vertex_count": 1, "vertex_data": PackedByteArray("AAAAAAAAAAAAAAAA"), "index_count": 3, "index_data": PackedByteArray("AAABAAIA")}',
  ),
  'manyVertices.tscn': mesh(
    '{"format": 1, "primitive": 3, "vertex_count": 5000000, "vertex_data": PackedByteArray("AAAA")}',
  ),
  'manyFiles.tscn': tscn(
    ...Array.from(
      { length: 501 },
      (_, n) => `[ext_resource type="Texture2D" path="res://${n}.png" id="${n}"]`,
    ),
    root,
  ),
};

describe('a hostile scene', () => {
  const world = aWorld(files);

  it.each([
    ['self', /^needs res:\/\/self.tscn, which is part of itself: res:\/\/self.tscn needs res:\/\/self.tscn$/],
    ['a', /is part of itself: res:\/\/a.tscn needs res:\/\/b.tscn needs res:\/\/a.tscn$/],
    ['deep/0', /needs scenes deeper than 16$/],
    ['bomb/0', /has more than 50000 nodes with its instances$/],
    ['up', /^refers to "\.\.\/\.\.\/etc\/passwd", which must not lead out of the world$/],
    ['broken', /^has a fault in line 4: a value is missing$/],
    ['needsBroken', /^needs res:\/\/broken.tscn, which has a fault in line 4: a value is missing$/],
    ['old', /^is written in format 2 of Godot 3; open the project in Godot 4 and save it again$/],
    ['large', /^is larger than 8 MB$/],
    ['noText', /^is not a Godot 4 text scene$/],
    ['twoRoots', /^has two root nodes$/],
    ['orphan', /^has no root node$/],
    ['nested', /^nests nodes deeper than 256$/],
    ['lostId', /^refers to a SubResource\("gone"\) that it does not have$/],
    ['lostFile', /^refers to an ExtResource\("gone"\) that it does not have$/],
    ['noScene', /^is a resource and no scene$/],
    ['shortMesh', /^has an ArrayMesh whose data are shorter than it states$/],
    ['wrongIndex', /^has an ArrayMesh with an index beyond its vertices$/],
    ['manyVertices', /^has more than 4 million vertices$/],
    ['manyFiles', /^needs more than 500 files$/],
  ])('%s.tscn ends in a sentence: it %s', async (name, fault) => {
    const { compilation, fault: found } = await (await world).compile(`res://${name}.tscn`);
    expect(compilation).toBeUndefined();
    expect(found).toMatch(fault);
  });

  it('reads nothing outside the world through a link', async () => {
    const { directory, compile } = await aWorld({ 'main.tscn': instance('res://linked/hostname.tscn') });
    await mkdir(join(directory, 'linked'));
    await symlink('/etc/hostname', join(directory, 'linked/hostname.tscn'));
    const { compilation, inputs } = await compile('res://main.tscn');
    expect(compilation?.warnings.join()).toContain('A file of type PackedScene is missing');
    expect(inputs.find(({ path }) => path === 'res://linked/hostname.tscn')?.seen).toBe('missing');
  });

  it('is nothing when there is no such file', async () => {
    expect(await (await world).compile('res://none.tscn')).toEqual({
      fault: undefined,
      inputs: [{ path: 'res://none.tscn', seen: 'missing' }],
    });
  });
});
