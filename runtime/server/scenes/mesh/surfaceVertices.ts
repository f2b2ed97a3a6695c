import { tuple } from '../read.ts';
import type { Surface } from './geometry.ts';
import { normalOfTurn, octahedral } from './octahedron.ts';
import { has, type Stored } from './stored.ts';

/** Positions, and normals where there are some. Throws RangeError when the data are too short. */
export function verticesOf(stored: Stored): Pick<Surface, 'positions' | 'normals'> {
  const compressed = (stored.bits & has.compressed) !== 0;
  const layout = layoutOf(stored, compressed);
  const positions = compressed ? packedPositions(stored) : plainPositions(stored, layout.stride);
  if ((stored.bits & has.normal) === 0) return { positions };
  const normals = new Float32Array(stored.vertices * 3);
  for (let n = 0; n < stored.vertices; n++)
    normals.set(
      normalAt(stored, layout.directions + layout.directionStride * n, compressed ? n : undefined),
      n * 3,
    );
  return { positions, normals };
}

/** Where positions and directions stand, in bytes. */
function layoutOf({ bits, separate, vertices }: Stored, compressed: boolean) {
  const position = compressed ? 8 : 12;
  const tangent = (bits & has.tangent) !== 0 && !compressed ? 4 : 0;
  const direction = ((bits & has.normal) !== 0 ? 4 : 0) + tangent;
  return separate
    ? { stride: position, directions: position * vertices, directionStride: direction }
    : { stride: position + direction, directions: position, directionStride: position + direction };
}

function plainPositions({ data, vertices: count }: Stored, stride: number): Float32Array {
  const positions = new Float32Array(count * 3);
  for (let n = 0; n < count; n++)
    for (let axis = 0; axis < 3; axis++)
      positions[n * 3 + axis] = finite(data.getFloat32(n * stride + axis * 4, true));
  return positions;
}

/** Whole numbers that span the surface's box. */
function packedPositions({ from, data, vertices: count }: Stored): Float32Array {
  const [x = 0, y = 0, z = 0, width = 0, height = 0, depth = 0] = tuple(from, 'aabb', 6) ?? [];
  const [start, size] = [
    [x, y, z],
    [width, height, depth],
  ];
  const positions = new Float32Array(count * 3);
  for (let n = 0; n < count; n++)
    for (let axis = 0; axis < 3; axis++) {
      const share = data.getUint16(n * 8 + axis * 2, true) / 65_535;
      positions[n * 3 + axis] = (start[axis] ?? 0) + share * (size[axis] ?? 0);
    }
  return positions;
}

function normalAt({ data }: Stored, at: number, packedVertex: number | undefined) {
  const direction = octahedral(data.getUint16(at, true) / 65_535, data.getUint16(at + 2, true) / 65_535);
  if (packedVertex === undefined) return direction;
  return normalOfTurn(direction, data.getUint16(packedVertex * 8 + 6, true) / 65_535);
}

const finite = (value: number) => (Number.isFinite(value) ? value : 0);
