import type { Light, Transform } from '@gltf-transform/extensions';
import { aWorld, removeWorlds, type TestWorld, tscn } from '../../test/aWorld.ts';

afterAll(removeWorlds);

const root = '[node name="Root" type="Node3D"]';
// The smallest picture that is one: a red pixel.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

const nodeOf = async (world: TestWorld, name: string, path = 'res://main.tscn') => {
  const node = (await world.document(path))
    .getRoot()
    .listNodes()
    .find((found) => found.getName() === name);
  if (!node) throw new Error(`There is no node ${name}.`);
  return node;
};

const box = (material: string, node = '') =>
  tscn(
    `[sub_resource type="StandardMaterial3D" id="paint"]\n${material}`,
    '[sub_resource type="BoxMesh" id="box"]\nmaterial = SubResource("paint")',
    root,
    `[node name="Box" type="MeshInstance3D" parent="."]\nmesh = SubResource("box")\n${node}`,
  );

const paintOf = async (material: string, files = {}) => {
  const world = await aWorld({ 'main.tscn': box(material), ...files });
  const found = (await nodeOf(world, 'Box')).getMesh()?.listPrimitives()[0]?.getMaterial();
  if (!found) throw new Error('The box has no material.');
  return found;
};

describe('a compiled scene', () => {
  it('is the same bytes every time', async () => {
    const { compile } = await aWorld({ 'main.tscn': box('metallic = 0.5') });
    const [first, second] = [await compile('res://main.tscn'), await compile('res://main.tscn')];
    expect(
      Buffer.compare(
        first.compilation?.glb ?? new Uint8Array(),
        second.compilation?.glb ?? new Uint8Array(1),
      ),
    ).toBe(0);
  });

  it('places nodes by their transform, or by its parts', async () => {
    const world = await aWorld({
      'main.tscn': tscn(
        root,
        '[node name="A" type="Node3D" parent="."]\ntransform = Transform3D(0, 0, 2, 0, 1, 0, -2, 0, 0, 1, 2, 3)',
        '[node name="B" type="Node3D" parent="A"]\nposition = Vector3(1, 0, 0)\nrotation_degrees = Vector3(0, 90, 0)',
        '[node name="N" type="Node" parent="A"]',
        '[node name="Alone" type="Node3D" parent="A/N"]\nposition = Vector3(7, 0, 0)',
        '[node name="Top" type="Node3D" parent="A"]\ntop_level = true\nposition = Vector3(8, 0, 0)',
      ),
    });
    const at = async (name: string) =>
      (await nodeOf(world, name)).getWorldTranslation().map((n) => Math.round(n * 1e6) / 1e6);
    expect(await at('B')).toEqual([1, 2, 1]);
    expect(await at('Alone')).toEqual([7, 0, 0]);
    expect(await at('Top')).toEqual([8, 0, 0]);
  });

  it('has colours in linear light, metal, roughness and transparency', async () => {
    const paint = await paintOf(
      'albedo_color = Color(0.5, 0, 1, 0.5)\nmetallic = 0.25\nroughness = 0.75\ntransparency = 1\ncull_mode = 2\nemission_enabled = true\nemission = Color(1, 0, 0, 1)\nemission_energy_multiplier = 3.0\nshading_mode = 0',
    );
    expect(paint.getBaseColorFactor().map((n) => n.toFixed(3))).toEqual(['0.214', '0.000', '1.000', '0.500']);
    expect([paint.getMetallicFactor(), paint.getRoughnessFactor()]).toEqual([0.25, 0.75]);
    expect([paint.getAlphaMode(), paint.getDoubleSided(), paint.getEmissiveFactor()]).toEqual([
      'BLEND',
      true,
      [1, 0, 0],
    ]);
    expect(
      paint
        .listExtensions()
        .map(({ extensionName }) => extensionName)
        .sort(),
    ).toEqual(['KHR_materials_emissive_strength', 'KHR_materials_unlit']);
  });

  it('takes images as they are, scaled as the material says', async () => {
    const material = 'albedo_texture = ExtResource("1")\nuv1_scale = Vector3(4, 2, 1)\ntexture_filter = 0';
    const text = box(material).replace(
      'format=3]',
      'format=3]\n[ext_resource type="Texture2D" path="res://red.png" id="1"]',
    );
    const world = await aWorld({ 'main.tscn': text, 'red.png': png });
    const paint = (await nodeOf(world, 'Box')).getMesh()?.listPrimitives()[0]?.getMaterial();
    expect(Buffer.from(paint?.getBaseColorTexture()?.getImage() ?? [])).toEqual(png);
    expect(
      paint?.getBaseColorTextureInfo()?.getExtension<Transform>('KHR_texture_transform')?.getScale(),
    ).toEqual([4, 2]);
    expect(paint?.getBaseColorTextureInfo()?.getMagFilter()).toBe(9728);
  });

  it('puts a material of the node before that of the mesh', async () => {
    const more =
      '[sub_resource type="StandardMaterial3D" id="other"]\nmetallic = 1.0\n[sub_resource type="BoxMesh" id="box"]';
    const text = box('', 'surface_material_override/0 = SubResource("other")').replace(
      '[sub_resource type="BoxMesh" id="box"]',
      more,
    );
    const world = await aWorld({ 'main.tscn': text });
    expect(
      (await nodeOf(world, 'Box')).getMesh()?.listPrimitives()[0]?.getMaterial()?.getMetallicFactor(),
    ).toBe(1);
  });

  it('has the lights of Godot, in units of glTF', async () => {
    const world = await aWorld({
      'main.tscn': tscn(
        root,
        '[node name="Sun" type="DirectionalLight3D" parent="."]\nlight_energy = 2.0',
        '[node name="Bulb" type="OmniLight3D" parent="."]\nlight_color = Color(0.5, 1, 1, 1)',
        '[node name="Spot" type="SpotLight3D" parent="."]\nspot_range = 9.0\nspot_angle = 30.0',
      ),
    });
    const light = async (name: string) =>
      (await nodeOf(world, name)).getExtension<Light>('KHR_lights_punctual');
    expect((await light('Sun'))?.getIntensity()).toBeCloseTo(2 * Math.PI);
    const bulb = await light('Bulb');
    expect([bulb?.getType(), bulb?.getRange(), bulb?.getColor()[0]?.toFixed(3)]).toEqual([
      'point',
      5,
      '0.214',
    ]);
    const spot = await light('Spot');
    expect([spot?.getType(), spot?.getRange(), spot?.getOuterConeAngle().toFixed(4)]).toEqual([
      'spot',
      9,
      '0.5236',
    ]);
  });

  it('tells the page of origin, eyes, hands, starts, texts and surroundings', async () => {
    const world = await aWorld({
      'main.tscn': tscn(
        '[sub_resource type="Environment" id="e"]\nbackground_mode = 1\nbackground_color = Color(0.1, 0.2, 0.3, 1)\nambient_light_source = 1\nfog_enabled = true\nfog_density = 0.5',
        root,
        '[node name="W" type="WorldEnvironment" parent="."]\nenvironment = SubResource("e")',
        '[node name="O" type="XROrigin3D" parent="."]',
        '[node name="C" type="XRCamera3D" parent="O"]',
        '[node name="L" type="XRController3D" parent="O"]\ntracker = &"left_hand"\npose = &"aim"',
        '[node name="S" type="Marker3D" parent="." groups=["spawn"]]',
        '[node name="M" type="Marker3D" parent="."]',
        '[node name="T" type="Label3D" parent="."]\ntext = "Hello"\nfont_size = 100\npixel_size = 0.01\nbillboard = 1\nvisible = false',
      ),
    });
    const told = async (name: string) => (await nodeOf(world, name)).getExtras();
    expect(await told('O')).toEqual({ type: 'XROrigin3D', origin: true });
    expect(await told('C')).toEqual({ type: 'XRCamera3D', eyes: true });
    expect(await told('L')).toEqual({ type: 'XRController3D', hand: 'left', pose: 'aim' });
    expect(await told('S')).toEqual({ type: 'Marker3D', spawn: true });
    expect(await told('M')).toEqual({ type: 'Marker3D' });
    expect(await told('T')).toMatchObject({
      visible: false,
      billboard: 'all',
      label: { text: 'Hello', size: 1 },
    });
    expect((await world.document('res://main.tscn')).getRoot().listScenes()[0]?.getExtras()).toEqual({
      environment: {
        background: { kind: 'color', color: [0.1, 0.2, 0.3] },
        ambient: { color: [0, 0, 0], energy: 0 },
        fog: { kind: 'density', color: [0.518, 0.553, 0.608], density: 0.5 },
      },
      animations: [],
    });
  });

  it('names what one can teleport to: shapes that the page knows, else meshes', async () => {
    const world = await aWorld({
      'main.tscn': tscn(
        '[sub_resource type="BoxShape3D" id="box"]\nsize = Vector3(4, 1, 4)',
        '[sub_resource type="ConcavePolygonShape3D" id="any"]',
        '[sub_resource type="BoxMesh" id="m"]',
        root,
        '[node name="Body" type="StaticBody3D" parent="."]',
        '[node name="Shape" type="CollisionShape3D" parent="Body"]\nshape = SubResource("box")',
        '[node name="Look" type="MeshInstance3D" parent="Body"]\nmesh = SubResource("m")',
        '[node name="Hill" type="MeshInstance3D" parent="."]\nmesh = SubResource("m")',
        '[node name="HillBody" type="StaticBody3D" parent="Hill"]',
        '[node name="HillShape" type="CollisionShape3D" parent="Hill/HillBody"]\nshape = SubResource("any")',
        '[node name="Wall" type="MeshInstance3D" parent="."]\nmesh = SubResource("m")',
      ),
    });
    const nodes = (await world.document('res://main.tscn')).getRoot().listNodes();
    const surfaces = nodes.filter((node) => node.getExtras()['teleport']);
    expect(surfaces.map((node) => node.getName())).toEqual(['Shape', 'Hill']);
    expect(surfaces[0]?.getExtras()['collider']).toEqual({ shape: 'box', size: [4, 1, 4] });
  });

  it('moves what its AnimationPlayer moves', async () => {
    const world = await aWorld({
      'main.tscn': tscn(
        '[sub_resource type="Animation" id="a"]\nloop_mode = 1\ntracks/0/type = "position_3d"\ntracks/0/path = NodePath("Door")\ntracks/0/interp = 1\ntracks/0/keys = PackedFloat32Array(0, 1, 0, 0, 0, 2, 1, 1, 2, 3)\ntracks/1/type = "value"\ntracks/1/path = NodePath("Door:rotation")\ntracks/1/interp = 0\ntracks/1/keys = {\n"times": PackedFloat32Array(0, 1),\n"values": [Vector3(0, 0, 0), Vector3(0, 3.14159265, 0)]\n}\ntracks/2/type = "method"\ntracks/2/path = NodePath("Door")',
        '[sub_resource type="AnimationLibrary" id="l"]\n_data = {\n&"open": SubResource("a")\n}',
        root,
        '[node name="Door" type="Node3D" parent="."]',
        '[node name="Player" type="AnimationPlayer" parent="."]\nlibraries = {\n&"": SubResource("l")\n}\nautoplay = "open"',
      ),
    });
    const document = await world.document('res://main.tscn');
    const [animation] = document.getRoot().listAnimations();
    expect(animation?.getName()).toBe('open');
    expect(
      animation
        ?.listChannels()
        .map((channel) => [channel.getTargetNode()?.getName(), channel.getTargetPath()]),
    ).toEqual([
      ['Door', 'translation'],
      ['Door', 'rotation'],
    ]);
    expect(Array.from(animation?.listSamplers()[0]?.getOutput()?.getArray() ?? [])).toEqual([
      0, 0, 0, 1, 2, 3,
    ]);
    expect(animation?.listSamplers()[1]?.getInterpolation()).toBe('STEP');
    expect(document.getRoot().listScenes()[0]?.getExtras()['animations']).toEqual([
      { name: 'open', loop: true, autoplay: true },
    ]);
    expect(await world.warnings('res://main.tscn')).toEqual([
      'A track of an animation is left out that moves no node (res://main.tscn::a).',
    ]);
  });

  it('says what it does not show', async () => {
    const world = await aWorld({
      'main.tscn': tscn(
        '[ext_resource type="Script" path="res://gone.gd" id="1"]',
        '[ext_resource type="PackedScene" path="res://gone.tscn" id="2"]',
        '[sub_resource type="ShaderMaterial" id="s"]',
        '[sub_resource type="BoxMesh" id="b"]\nmaterial = SubResource("s")',
        '[node name="Root" type="Node3D"]\nscript = ExtResource("1")',
        '[node name="A" type="GPUParticles3D" parent="."]',
        '[node name="B" type="GPUParticles3D" parent="."]',
        '[node name="C" type="Button" parent="."]',
        '[node name="D" type="MeshInstance3D" parent="."]\nmesh = SubResource("b")',
        '[node name="E" parent="." instance=ExtResource("2")]',
        '[node name="F" type="MeshInstance3D" parent="E/Arm"]\nmesh = SubResource("b")',
        '[node name="G" type="CSGBox3D" parent="."]\noperation = 2',
        '[connection signal="a" from="." to="." method="b"]',
      ),
    });
    expect(await world.warnings('res://main.tscn')).toEqual([
      'A file of type Script is missing (res://gone.gd).',
      'A file of type PackedScene is missing (res://gone.tscn).',
      'Signals are not connected, because scripts do not run (res://main.tscn).',
      'Scripts do not run (Root).',
      'Not shown: GPUParticles3D (2 times, first A).',
      'Left out, because it is nothing in space: Button (C).',
      'A material of type ShaderMaterial is shown plain (res://main.tscn::s).',
      'A CSG shape that is taken away or cut with is left out (G).',
    ]);
    expect((await nodeOf(world, 'F')).getMesh()).not.toBeNull();
  });

  it('puts scenes into scenes, and lets the outer one change them', async () => {
    const world = await aWorld({
      'lamp.tscn': tscn(
        '[node name="Lamp" type="Node3D"]\nposition = Vector3(0, 1, 0)',
        '[node name="Bulb" type="OmniLight3D" parent="."]\nposition = Vector3(0, 1, 0)',
      ),
      'base.tscn': tscn(
        '[ext_resource type="PackedScene" path="lamp.tscn" id="1"]',
        '[node name="Base" type="Node3D"]',
        '[node name="One" parent="." instance=ExtResource("1")]',
        '[node name="Two" parent="." instance=ExtResource("1")]\nposition = Vector3(5, 0, 0)',
        '[node name="Bulb" parent="Two" index="0"]\nomni_range = 9.0',
        '[editable path="Two"]',
      ),
      'main.tscn': tscn(
        '[ext_resource type="PackedScene" path="res://base.tscn" id="1"]',
        '[node name="Main" instance=ExtResource("1")]',
        '[node name="Two" parent="." index="1"]\nposition = Vector3(6, 0, 0)',
        '[node name="Extra" type="Node3D" parent="Two"]',
      ),
    });
    const nodes = (await world.document('res://main.tscn')).getRoot().listNodes();
    const bulbs = nodes.filter((node) => node.getName() === 'Bulb');
    expect(
      bulbs.map((node) => [
        node.getWorldTranslation(),
        node.getExtension<Light>('KHR_lights_punctual')?.getRange(),
      ]),
    ).toEqual([
      [[0, 2, 0], 5],
      [[6, 1, 0], 9],
    ]);
    expect(nodes.find((node) => node.getName() === 'Extra')?.getWorldTranslation()).toEqual([6, 0, 0]);
    expect(nodes[0]?.getName()).toBe('Main');
  });
});
