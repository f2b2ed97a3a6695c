import type { Vector } from '../read.ts';

export type Quaternion = readonly [x: number, y: number, z: number, w: number];

/** What a glTF node can be: first scaled, then turned, then moved. */
export interface Step {
  readonly translation: Vector;
  readonly rotation: Quaternion;
  readonly scale: Vector;
}

export const still: Step = { translation: [0, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1] };

type Columns = readonly [Vector, Vector, Vector];

/** How far from a right angle two axes may be and still count as one; six digits, as Godot writes, are closer. */
const tolerance = 5e-6;
const zero = 1e-12;
/** What share of the longest axis another must have, so that its direction is more than rounding. */
const smallest = 1e-9;

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const length = (a: Vector) => Math.hypot(...a);
const times = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/**
 * The steps, from outside to inside, that together are a Transform3D: the rows of its basis, then its origin. One step, or two
 * where the axes are not at right angles, which one node of glTF cannot be.
 */
export function stepsOf(transform: readonly number[]): readonly Step[] {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1, x = 0, y = 0, z = 0] = transform;
  const columns: Columns = [
    [a, d, g],
    [b, e, h],
    [c, f, i],
  ];
  if (rectangular(columns)) return [step(columns, [x, y, z])];
  const axes = principalAxes(columns);
  const stretched = axes.map((axis) => mapped(columns, axis)) as unknown as Columns;
  const rows: Columns = [
    [axes[0][0], axes[1][0], axes[2][0]],
    [axes[0][1], axes[1][1], axes[2][1]],
    [axes[0][2], axes[1][2], axes[2][2]],
  ];
  return [step(stretched, [x, y, z]), step(rows, [0, 0, 0])];
}

function rectangular([a, b, c]: Columns): boolean {
  const square = (p: Vector, q: Vector) => Math.abs(dot(p, q)) <= tolerance * length(p) * length(q);
  return square(a, b) && square(b, c) && square(c, a);
}

const mapped = ([a, b, c]: Columns, [x, y, z]: Vector): Vector => [
  a[0] * x + b[0] * y + c[0] * z,
  a[1] * x + b[1] * y + c[1] * z,
  a[2] * x + b[2] * y + c[2] * z,
];

/** Right-angled axes that the columns map to right-angled axes again, by Jacobi's method on their products. */
function principalAxes(columns: Columns): Columns {
  let axes: Columns = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let round = 0; round < 30; round++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      axes = turnedApart(columns, axes, p, q);
  }
  return axes;
}

/** Turns two axes in their plane until what they are mapped to is at a right angle. */
function turnedApart(columns: Columns, axes: Columns, p: 0 | 1, q: 1 | 2): Columns {
  const [u, v] = [mapped(columns, axes[p]), mapped(columns, axes[q])];
  const angle = 0.5 * Math.atan2(2 * dot(u, v), dot(u, u) - dot(v, v));
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const mix = (a: Vector, b: Vector, s: number, t: number): Vector => [
    a[0] * s + b[0] * t,
    a[1] * s + b[1] * t,
    a[2] * s + b[2] * t,
  ];
  const turned: [Vector, Vector, Vector] = [...axes];
  turned[p] = mix(axes[p], axes[q], cosine, sine);
  turned[q] = mix(axes[p], axes[q], -sine, cosine);
  return turned;
}

function step(columns: Columns, translation: Vector): Step {
  const mirrored = dot(cross(columns[0], columns[1]), columns[2]) < 0;
  const sizes = columns.map(length);
  const [x = 1, y = 1, z = 1] = sizes;
  const scale: Vector = [mirrored ? -x : x, y, z];
  return { translation, rotation: quaternion(directions(columns, scale)), scale };
}

/** The directions of the columns; one of nearly no length is put at right angles to the others. */
function directions(columns: Columns, scale: Vector): Columns {
  const least = smallest * Math.max(...scale.map(Math.abs));
  const [a, b, c] = columns.map((column, n) => {
    const size = scale[n as 0 | 1 | 2];
    return Math.abs(size) > least ? times(column, 1 / size) : undefined;
  });
  if (a && b) return [a, b, c ?? cross(a, b)];
  if (b && c) return [cross(b, c), b, c];
  if (a && c) return [a, cross(c, a), c];
  return around(a, b, c);
}

/** Completes one direction, whichever it is. */
function around(a: Vector | undefined, b: Vector | undefined, c: Vector | undefined): Columns {
  const known = a ?? b ?? c ?? [1, 0, 0];
  const other = cross(known, Math.abs(known[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0]);
  const second = times(other, 1 / length(other));
  const third = cross(known, second);
  if (b) return [third, known, second];
  return c ? [second, third, known] : [known, second, third];
}

/** The rotation with these columns (Shepperd's method: the largest part first). */
function quaternion([a, b, c]: Columns): Quaternion {
  const [xx, yy, zz] = [a[0], b[1], c[2]];
  const parts = [1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz, 1 + xx + yy + zz];
  const largest = parts.indexOf(Math.max(...parts));
  const [xy, xz, yz] = [a[1] + b[0], a[2] + c[0], b[2] + c[1]];
  const [wx, wy, wz] = [b[2] - c[1], c[0] - a[2], a[1] - b[0]];
  const rows: readonly Quaternion[] = [
    [parts[0] ?? 0, xy, xz, wx],
    [xy, parts[1] ?? 0, yz, wy],
    [xz, yz, parts[2] ?? 0, wz],
    [wx, wy, wz, parts[3] ?? 0],
  ];
  return normalized(rows[largest] ?? [0, 0, 0, 1]);
}

/** A quaternion of length 1; no turn when it has no length. */
export function normalized([x, y, z, w]: Quaternion): Quaternion {
  const size = Math.hypot(x, y, z, w);
  return size > zero ? [x / size, y / size, z / size, w / size] : [0, 0, 0, 1];
}

/** The rotation of Euler angles in Godot's order: Y, then X, then Z. */
export function eulerYXZ([x, y, z]: Vector): Quaternion {
  const [sx, cx, sy, cy, sz, cz] = [x, y, z].flatMap((angle) => [
    Math.sin(angle / 2),
    Math.cos(angle / 2),
  ]) as [number, number, number, number, number, number];
  return [
    cy * sx * cz + sy * cx * sz,
    sy * cx * cz - cy * sx * sz,
    cy * cx * sz - sy * sx * cz,
    cy * cx * cz + sy * sx * sz,
  ];
}
