import fc from 'fast-check';
import { SceneFault } from '../sceneFault.ts';
import { readDocument } from './document.ts';

describe('readDocument', () => {
  it('reads the sections of a scene', () => {
    const scene = readDocument(
      [
        '\uFEFF; made by hand',
        '[gd_scene load_steps=3 format=4 uid="uid://b1"]',
        '[ext_resource type="Script" uid="uid://c" path="res://a.gd" id="1_a"]',
        '[sub_resource type="BoxMesh" id="Box"]',
        'size = Vector3(1, 2, 3) ; metres',
        '[node name="A" type="Node3D" groups=["spawn"] unique_id=7]',
        'script = ExtResource("1_a")',
        'metadata/_edit_lock_ = true',
        '"a name" = 1',
        '[node name="B" parent="." instance=ExtResource("1_a") index="0"]',
        '[connection signal="pressed" from="." to="." method="_on"]',
        '[editable path="B"]',
      ].join('\r\n'),
    );
    expect(scene.kind).toBe('scene');
    expect(scene.files.get('1_a')).toEqual({ type: 'Script', path: 'res://a.gd' });
    expect(scene.resources.get('Box')?.properties.size).toBe(1);
    expect(scene.nodes.map(({ attributes }) => attributes.get('name'))).toEqual(['A', 'B']);
    expect([...(scene.nodes[0]?.properties.keys() ?? [])]).toEqual([
      'script',
      'metadata/_edit_lock_',
      'a name',
    ]);
    expect([scene.connections, scene.editable]).toEqual([1, ['B']]);
  });

  it('reads a resource, also one that Godot 3 wrote', () => {
    const resource = readDocument(
      '[gd_resource type="StandardMaterial3D" format=2]\n[resource]\nmetallic = 0.5',
    );
    expect([resource.type, resource.resource?.properties.get('metallic')]).toEqual([
      'StandardMaterial3D',
      0.5,
    ]);
  });

  it.each([
    ['', 'is not a Godot 4 text scene'],
    ['glTF', 'is not a Godot 4 text scene'],
    ['[node name="A"]', 'is not a Godot 4 text scene'],
    [
      '[gd_scene load_steps=2 format=2]\n[node name="Old"]',
      'is written in format 2 of Godot 3; open the project in Godot 4 and save it again',
    ],
    ['[gd_scene format=5]', 'has an unknown format; formats 3 and 4 of Godot 4 are known here'],
    ['[gd_scene]', 'has an unknown format; formats 3 and 4 of Godot 4 are known here'],
    ['[gd_scene format=3]', 'has no nodes'],
    ['[gd_scene format=3', 'has a fault in line 1: "]" is missing after gd_scene'],
    ['[gd_scene format=3]\n[node name="A"]\nmesh', 'has a fault in line 3: "=" is missing after mesh'],
    ['[gd_scene format=3]\n[node name="A"]\n= 3', 'has a fault in line 3: "=" cannot start a property'],
    [`[gd_scene format=3]\n${'[node name="A"]\n'.repeat(50_001)}`, 'has more than 50000 nodes'],
  ])('refuses %.30j: it %s', (text, fault) => {
    expect(() => readDocument(text)).toThrow(new SceneFault(fault));
  });

  it('throws nothing but its own fault, whatever is cut out of a scene or put into it', () => {
    const scene =
      '[gd_scene format=3]\n[sub_resource type="BoxMesh" id="1"]\nsize = Vector3(1, 2, 3)\n[node name="A" type="Node3D"]\nmesh = SubResource("1")\n';
    const where = fc.nat({ max: scene.length });
    fc.assert(
      fc.property(where, where, fc.string({ maxLength: 5 }), (from, to, put) => {
        const text = scene.slice(0, from) + put + scene.slice(to);
        try {
          readDocument(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SceneFault);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
