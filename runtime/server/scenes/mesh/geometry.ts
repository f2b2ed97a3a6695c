import type { Vector } from '../read.ts';
import { limits, SceneFault } from '../sceneFault.ts';

/** Counts vertices over a whole scene. Throws SceneFault beyond four million. */
export type Spend = (vertices: number) => void;

export function vertexBudget(): Spend {
  let spent = 0;
  return (vertices) => {
    spent += vertices;
    if (spent > limits.vertices)
      throw new SceneFault(`has more than ${limits.vertices / 1e6} million vertices`);
  };
}

/** A part of a mesh in one material. Triangles are counter-clockwise seen from outside, as in glTF. */
export interface Surface {
  readonly mode: 'points' | 'lines' | 'lineStrip' | 'triangles';
  readonly positions: Float32Array;
  readonly normals?: Float32Array | undefined;
  readonly uvs?: Float32Array | undefined;
  readonly uvs2?: Float32Array | undefined;
  /** Linear red, green, blue and alpha. */
  readonly colors?: Float32Array | undefined;
  readonly indices?: Uint32Array | undefined;
}

/** Collects the triangles of a solid. */
export interface Geometry {
  readonly vertex: (position: Vector, normal: Vector, uv: readonly [number, number]) => number;
  readonly triangle: (a: number, b: number, c: number) => void;
  readonly surface: () => Surface;
}

export function geometry(spend: Spend): Geometry {
  const positions: number[] = [];
  const normals: number[] = [];
  const uvs: number[] = [];
  const indices: number[] = [];
  return {
    vertex: (position, normal, uv) => {
      spend(1);
      const [x, y, z] = unit(normal);
      positions.push(position[0], position[1], position[2]);
      normals.push(x, y, z);
      uvs.push(uv[0], uv[1]);
      return positions.length / 3 - 1;
    },
    triangle: (a, b, c) => void indices.push(a, b, c),
    surface: () => ({
      mode: 'triangles',
      positions: new Float32Array(positions),
      normals: new Float32Array(normals),
      uvs: new Float32Array(uvs),
      indices: new Uint32Array(indices),
    }),
  };
}

/** The direction of a vector; up when it has none. */
export function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z);
  return length > 0 && Number.isFinite(length) ? [x / length, y / length, z / length] : [0, 1, 0];
}

/** A point of a patch: where it is, where it faces, and its place in the texture if that is not (u, v). */
export interface PatchPoint {
  readonly position: Vector;
  readonly normal: Vector;
  readonly uv?: readonly [number, number];
}

/** Adds a grid of quads. Seen from outside, u goes to the right and v down, both from 0 to 1. */
export function patch(
  into: Geometry,
  [columns, rows]: readonly [number, number],
  at: (u: number, v: number) => PatchPoint,
): void {
  const grid: number[][] = [];
  for (let row = 0; row <= rows; row++) {
    const line: number[] = [];
    for (let column = 0; column <= columns; column++) {
      const u = column / columns;
      const v = row / rows;
      const { position, normal, uv = [u, v] } = at(u, v);
      line.push(into.vertex(position, normal, uv));
    }
    grid.push(line);
  }
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) quad(into, grid, row, column);
}

function quad(into: Geometry, grid: readonly number[][], row: number, column: number): void {
  const [a = 0, b = 0] = grid[row]?.slice(column, column + 2) ?? [];
  const [c = 0, d = 0] = grid[row + 1]?.slice(column, column + 2) ?? [];
  into.triangle(a, c, b);
  into.triangle(b, c, d);
}
