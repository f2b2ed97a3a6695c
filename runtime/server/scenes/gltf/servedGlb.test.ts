import { Document, NodeIO } from '@gltf-transform/core';
import { aWorld, removeWorlds, tscn } from '../../../test/aWorld.ts';

afterAll(removeWorlds);

type Json = Record<string, unknown>;

/** A triangle as GLB, after a change of its JSON and its bytes. */
async function glb(change: (json: Json, binary: Uint8Array) => unknown = () => {}): Promise<Uint8Array> {
  const document = new Document();
  const buffer = document.createBuffer();
  const array = (type: 'VEC3' | 'SCALAR', numbers: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>) =>
    document.createAccessor().setType(type).setArray(numbers).setBuffer(buffer);
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', array('VEC3', new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0])))
    .setIndices(array('SCALAR', new Uint16Array([0, 1, 2])));
  const mesh = document.createMesh('Triangle').addPrimitive(primitive);
  const node = document.createNode('Arm.001').setTranslation([1, 2, 3]).setMesh(mesh);
  document.createScene().addChild(document.createNode('Armature').addChild(node));
  const { json, resources } = await new NodeIO().writeJSON(document, { format: 'GLB' as never });
  const binary = new Uint8Array(Object.values(resources)[0] ?? []);
  change(json as unknown as Json, binary);
  return packed(Buffer.from(JSON.stringify(json)), binary);
}

function packed(json: Uint8Array, binary: Uint8Array): Uint8Array {
  const padded = Buffer.concat([json, Buffer.alloc((4 - (json.length % 4)) % 4, ' ')]);
  const data = Buffer.concat([binary, Buffer.alloc((4 - (binary.length % 4)) % 4)]);
  const words = (...values: number[]) => Buffer.from(new Uint32Array(values).buffer);
  const total = 12 + 8 + padded.length + 8 + data.length;
  return Buffer.concat([
    words(0x46546c67, 2, total),
    words(padded.length, 0x4e4f534a),
    padded,
    words(data.length, 0x004e4942),
    data,
  ]);
}

const cut = (bytes: Uint8Array, end: number) => bytes.slice(0, end);
const with32 = (bytes: Uint8Array, at: number, value: number) => {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value, true);
  return bytes;
};
const part = (json: Json, name: string, n = 0) => (json[name] as Json[])[n] as Json;

describe('a .glb scene', () => {
  it('is served as it is', async () => {
    const bytes = await glb();
    const { compile } = await aWorld({ 'a.glb': bytes });
    const { compilation } = await compile('res://a.glb');
    expect(Buffer.compare(compilation?.glb ?? new Uint8Array(), bytes)).toBe(0);
    expect([compilation?.nodes, compilation?.triangles, compilation?.warnings]).toEqual([2, 1, []]);
  });

  it.each<[string, () => Promise<Uint8Array>]>([
    ['is not a GLB file', async () => Buffer.from('glTF')],
    ['is not a GLB file', async () => Buffer.alloc(100)],
    ['is not a GLB file of version 2', async () => with32(await glb(), 4, 1)],
    ['does not have the length that it states', async () => cut(await glb(), 200)],
    ['has a chunk of a wrong length', async () => with32(await glb(), 12, 0xffff_fff0)],
    ['does not start with a JSON chunk', async () => with32(await glb(), 16, 0)],
    ['holds text that is not JSON', async () => packed(Buffer.from('{"a":'), new Uint8Array())],
    ['holds text that is not UTF-8', async () => packed(Buffer.from([0xff, 0xff]), new Uint8Array())],
    [
      'nests JSON deeper than 64',
      async () => packed(Buffer.from(`${'['.repeat(100_000)}`), new Uint8Array()),
    ],
    ['is no glTF 2.0: asset is not as it must be', async () => packed(Buffer.from('{}'), new Uint8Array())],
    [
      'has a view beyond its buffer: bufferViews.0',
      () => glb((json) => Object.assign(part(json, 'bufferViews'), { byteLength: 1e9 })),
    ],
    [
      'has elements beyond their view: accessors.0',
      () => glb((json) => Object.assign(part(json, 'accessors'), { count: 1000 })),
    ],
    [
      'has elements beyond their view: accessors.0',
      () => glb((json) => Object.assign(part(json, 'accessors'), { byteOffset: 4_000_000_000 })),
    ],
    [
      'unpacks to more than 512 MB of geometry',
      () =>
        glb((json) =>
          Object.assign(json, { accessors: [{ componentType: 5126, type: 'VEC3', count: 100_000_000 }] }),
        ),
    ],
    [
      'refers to something that is not there: nodes.0.mesh',
      () => glb((json) => Object.assign(part(json, 'nodes'), { mesh: 7 })),
    ],
    [
      'has a node with two parents: nodes.1',
      () => glb((json) => Object.assign(part(json, 'nodes'), { children: [1, 1] })),
    ],
    [
      'nests nodes deeper than 256',
      () =>
        glb((json) => {
          part(json, 'nodes')['children'] = [1];
          part(json, 'nodes', 1)['children'] = [0];
        }),
    ],
    [
      'has a buffer that is shorter than stated: buffers.0',
      () => glb((json) => Object.assign(part(json, 'buffers'), { byteLength: 1e6 })),
    ],
    [
      'has an index beyond its vertices: meshes.0.primitives.0',
      () => glb((json) => Object.assign(part(json, 'accessors'), { count: 2 })),
    ],
    [
      'needs KHR_draco_mesh_compression, which the page cannot read',
      () => glb((json) => Object.assign(json, { extensionsRequired: ['KHR_draco_mesh_compression'] })),
    ],
    [
      'has compressed data of a wrong size: bufferViews.0',
      () =>
        glb((json) =>
          Object.assign(part(json, 'bufferViews'), {
            extensions: {
              EXT_meshopt_compression: {
                buffer: 0,
                byteLength: 8,
                byteStride: 12,
                count: 1e9,
                mode: 'ATTRIBUTES',
              },
            },
          }),
        ),
    ],
    [
      'cannot be read: Malformed buffer data: -1',
      () =>
        glb((json) => {
          json['extensionsUsed'] = ['EXT_meshopt_compression'];
          json['extensionsRequired'] = ['EXT_meshopt_compression'];
          const view = part(json, 'bufferViews');
          const count = Number(view['byteLength']) / 4;
          view['extensions'] = {
            EXT_meshopt_compression: { buffer: 0, byteLength: 8, byteStride: 4, count, mode: 'ATTRIBUTES' },
          };
        }),
    ],
    [
      'keeps its buffers in other files',
      () => glb((json) => Object.assign(part(json, 'buffers'), { uri: 'a.bin' })),
    ],
    [
      'replaces elements that it does not have: accessors.0.sparse',
      () =>
        glb((json, binary) => {
          const last = (json['bufferViews'] as Json[]).length - 1;
          binary.fill(0xff);
          part(json, 'accessors')['sparse'] = {
            count: 1,
            indices: { bufferView: last, componentType: 5121 },
            values: { bufferView: 0 },
          };
          part(json, 'meshes')['primitives'] = [];
        }),
    ],
  ])('is refused when it %s', async (fault, bytes) => {
    const { compile } = await aWorld({ 'a.glb': await bytes() });
    const { compilation, fault: found } = await compile('res://a.glb');
    expect(compilation).toBeUndefined();
    expect(found).toBe(fault);
  });
});

describe('a glTF file in a scene', () => {
  const scene = (file: string) =>
    tscn(
      '[sub_resource type="StandardMaterial3D" id="paint"]\nmetallic = 1.0',
      `[ext_resource type="PackedScene" path="res://${file}" id="1"]`,
      '[node name="Root" type="Node3D"]',
      '[node name="One" parent="." instance=ExtResource("1")]\nposition = Vector3(10, 0, 0)',
      '[node name="Two" parent="." instance=ExtResource("1")]',
      '[node name="Arm_001" parent="Two/Armature" index="0"]\nsurface_material_override/0 = SubResource("paint")',
      '[node name="Held" type="Node3D" parent="Two/Armature/Arm_001"]',
    );

  it('is put in with its meshes, which its instances share, and can be changed and added to', async () => {
    const { document } = await aWorld({ 'a.tscn': scene('a.glb'), 'a.glb': await glb() });
    const nodes = (await document('res://a.tscn')).getRoot().listNodes();
    const arms = nodes.filter((node) => node.getName() === 'Arm.001');
    expect(arms.map((node) => node.getWorldTranslation())).toEqual([
      [11, 2, 3],
      [1, 2, 3],
    ]);
    const [first, second] = arms.map((node) => node.getMesh()?.listPrimitives()[0]);
    expect(first?.getAttribute('POSITION')).toBe(second?.getAttribute('POSITION'));
    expect([first?.getMaterial() ?? null, second?.getMaterial()?.getMetallicFactor()]).toEqual([null, 1]);
    expect(nodes.find((node) => node.getName() === 'Held')?.getWorldTranslation()).toEqual([1, 2, 3]);
  });

  it('is placed by its matrices too', async () => {
    const matrix = [0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 2, 3, 1];
    const turned = await glb((json) => {
      const node = (json['nodes'] as Json[]).find(({ name }) => name === 'Arm.001') ?? {};
      delete node['translation'];
      node['matrix'] = matrix;
    });
    const { document } = await aWorld({ 'a.tscn': scene('a.glb'), 'a.glb': turned });
    const nodes = (await document('res://a.tscn')).getRoot().listNodes();
    const [, arm] = nodes.filter((node) => node.getName() === 'Arm.001');
    expect(arm?.getWorldMatrix().map((n) => Math.round(n * 1e6) / 1e6 + 0)).toEqual(matrix);
  });

  it('is left out with a warning when its buffer is missing, and the rest is shown', async () => {
    const text = JSON.stringify({ asset: { version: '2.0' }, buffers: [{ uri: 'gone.bin', byteLength: 4 }] });
    const { warnings, document } = await aWorld({ 'a.tscn': scene('a.gltf'), 'a.gltf': text });
    expect(await warnings('res://a.tscn')).toContain('A glTF file lacks its buffer (res://a.gltf).');
    expect((await document('res://a.tscn')).getRoot().listNodes().length).toBeGreaterThan(2);
  });

  it('may not refer to files outside the world', async () => {
    const text = JSON.stringify({
      asset: { version: '2.0' },
      buffers: [{ uri: '%2e%2e/%2e%2e/etc/passwd', byteLength: 4 }],
    });
    const { compile } = await aWorld({ 'a.tscn': scene('a.gltf'), 'a.gltf': text });
    expect((await compile('res://a.tscn')).fault).toBe(
      'needs res://a.gltf, which refers to "../../etc/passwd", which must not lead out of the world',
    );
  });
});
