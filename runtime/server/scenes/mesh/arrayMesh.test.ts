import type { Value } from '../text/value.ts';
import { arraySurface } from './arrayMesh.ts';
import { vertexBudget } from './geometry.ts';

const bytes = (view: ArrayBufferView): Value => ({
  kind: 'numbers',
  type: 'PackedByteArray',
  numbers: new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
});

const surface = (entries: Record<string, Value>) =>
  arraySurface({ kind: 'dictionary', entries: new Map(Object.entries(entries)) }, vertexBudget()).surface;

const version = 2 ** 35;
const positions = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]);
const indices = bytes(new Uint16Array([0, 1, 2]));
// Octahedral: straight along +Z is the middle of the square.
const up = [32_768, 32_768];

function joined(...parts: readonly ArrayBufferView[]): Uint8Array {
  return Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)));
}

describe('arraySurface', () => {
  it('reads plain positions and turns the triangles around, because Godot counts them clockwise', () => {
    const found = surface({
      format: version + 4097,
      vertex_count: 3,
      vertex_data: bytes(positions),
      index_count: 3,
      index_data: indices,
    });
    expect(Array.from(found.positions)).toEqual(Array.from(positions));
    expect(Array.from(found.indices ?? [])).toEqual([0, 2, 1]);
    expect(found.normals).toBeUndefined();
  });

  it('reads normals behind the positions (4.2 and later), and colours and texture places', () => {
    const directions = new Uint16Array([...up, 0, 0, ...up, 0, 0, ...up, 0, 0]);
    const attributes = joined(
      ...[0, 1, 2].flatMap((n) => [new Uint8Array([255, 0, 188, 128]), new Float32Array([n, 0.5])]),
    );
    const found = surface({
      format: version + 1 + 2 + 4 + 8 + 16,
      vertex_count: 3,
      vertex_data: bytes(joined(positions, directions)),
      attribute_data: bytes(attributes),
    });
    expect(Array.from(found.normals ?? []).map((n) => Math.round(n * 1e3) / 1e3 + 0)).toEqual([
      0, 0, 1, 0, 0, 1, 0, 0, 1,
    ]);
    expect(Array.from(found.uvs ?? [])).toEqual([0, 0.5, 1, 0.5, 2, 0.5]);
    expect(Array.from(found.colors?.subarray(0, 4) ?? []).map((n) => n.toFixed(2))).toEqual([
      '1.00',
      '0.00',
      '0.50',
      '0.50',
    ]);
    expect(Array.from(found.indices ?? [])).toEqual([0, 2, 1]);
  });

  it('reads normals beside each position, as before 4.2', () => {
    const each = [0, 1, 2].flatMap((n) => [positions.slice(3 * n, 3 * n + 3), new Uint16Array(up)]);
    const found = surface({ format: 1 + 2, vertex_count: 3, vertex_data: bytes(joined(...each)) });
    expect(Array.from(found.positions)).toEqual(Array.from(positions));
    expect(found.normals?.[2]).toBeCloseTo(1, 3);
  });

  it('unpacks compressed positions, normals and texture places', () => {
    const half = 32_768;
    // The last number of each is the angle of a turn about the axis below: none at all, so the normal is +Z.
    const packed = new Uint16Array([0, 0, 0, half, 65_535, 0, 0, half, 0, 65_535, 0, half]);
    const axes = new Uint16Array([...up, ...up, ...up]);
    const found = surface({
      format: version + 2 ** 29 + 1 + 2 + 16,
      vertex_count: 3,
      aabb: { kind: 'numbers', type: 'AABB', numbers: [-1, 0, 0, 2, 4, 0] },
      uv_scale: { kind: 'numbers', type: 'Vector4', numbers: [2, 2, 0, 0] },
      vertex_data: bytes(joined(packed, axes)),
      attribute_data: bytes(new Uint16Array([0, 65_535, 0, 0, 65_535, 65_535])),
    });
    expect(Array.from(found.positions)).toEqual([-1, 0, 0, 1, 0, 0, -1, 4, 0]);
    expect(found.normals?.[2]).toBeCloseTo(1, 3);
    expect(Array.from(found.uvs ?? [])).toEqual([-1, 1, -1, -1, 1, 1]);
  });

  it('makes triangles of strips', () => {
    const found = surface({
      format: version + 4097,
      primitive: 4,
      vertex_count: 4,
      vertex_data: bytes(new Float32Array(12)),
      index_count: 4,
      index_data: bytes(new Uint16Array([0, 1, 2, 3])),
    });
    expect([found.mode, Array.from(found.indices ?? [])]).toEqual(['triangles', [0, 2, 1, 1, 2, 3]]);
  });

  it.each<[string, Value]>([
    ['has an ArrayMesh whose _surfaces are no dictionaries', 7],
    [
      'has an ArrayMesh with two-dimensional or wrong vertices',
      { kind: 'dictionary', entries: new Map([['vertex_count', -1]]) },
    ],
    [
      'has an ArrayMesh with fewer indices than it states',
      {
        kind: 'dictionary',
        entries: new Map<string, Value>([
          ['format', version + 4097],
          ['vertex_count', 0],
          ['index_count', 9],
        ]),
      },
    ],
  ])('%s', (fault, value) => {
    expect(() => arraySurface(value, vertexBudget())).toThrow(fault);
  });
});
