import type { Vector } from '../read.ts';
import type { Geometry } from './geometry.ts';

type Point = readonly [x: number, y: number];

/** The corners of a flat outline, in either direction. */
export type Polygon = readonly Point[];

const cross = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point) =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

const area = (polygon: Polygon) =>
  polygon.reduce((sum, [x, y], n) => {
    const [nx, ny] = polygon[(n + 1) % polygon.length] ?? [0, 0];
    return sum + x * ny - nx * y;
  }, 0) / 2;

/** The same outline counter-clockwise. */
const turned = (polygon: Polygon): Polygon => (area(polygon) < 0 ? [...polygon].reverse() : polygon);

/** Cuts a counter-clockwise outline into triangles by clipping ears; gives up on what crosses itself. */
function triangulated(polygon: Polygon): [number, number, number][] {
  const left = polygon.map((_, n) => n);
  const found: [number, number, number][] = [];
  while (left.length >= 3) {
    const ear = left.findIndex((_, n) => isEar(polygon, left, n));
    if (ear < 0) break;
    const [a = 0, b = 0, c = 0] = corner(left, ear);
    found.push([a, b, c]);
    left.splice(ear, 1);
  }
  return found;
}

const corner = (left: readonly number[], n: number) => [
  left.at(n - 1) ?? 0,
  left[n] ?? 0,
  left[(n + 1) % left.length] ?? 0,
];

function isEar(polygon: Polygon, left: readonly number[], n: number): boolean {
  const indices = corner(left, n);
  const [a, b, c] = indices.map((index) => polygon[index] ?? ([0, 0] as const));
  if (!a || !b || !c || cross(a, b, c) <= 0) return false;
  return left.every((index) => {
    const point = polygon[index];
    return indices.includes(index) || !point || !inside(point, a, b, c);
  });
}

const inside = (point: Point, a: Point, b: Point, c: Point) =>
  cross(a, b, point) >= 0 && cross(b, c, point) >= 0 && cross(c, a, point) >= 0;

/** An outline in the XY plane made a solid from z = 0 to z = −depth. */
export function extruded(into: Geometry, polygon: Polygon, depth: number): void {
  const outline = turned(polygon);
  const triangles = triangulated(outline);
  const cap = (z: number, front: boolean) => {
    const at = outline.map(([x, y]) => into.vertex([x, y, z], [0, 0, front ? 1 : -1], [x, -y]));
    for (const [a, b, c] of triangles) {
      const [p = 0, q = 0, r = 0] = [at[a], at[b], at[c]];
      if (front) into.triangle(p, q, r);
      else into.triangle(p, r, q);
    }
  };
  cap(0, true);
  cap(-depth, false);
  walls(into, outline, [([x, y]) => [x, y, 0], ([x, y]) => [x, y, -depth]]);
}

type Placed = (point: Point) => Vector;

/** Joins two placings of an outline; the second one lies behind the first as the outline is seen. */
function walls(into: Geometry, outline: Polygon, [near, far]: readonly [Placed, Placed]): void {
  outline.forEach((from, n) => {
    const to = outline[(n + 1) % outline.length] ?? from;
    const corners = [near(from), far(from), near(to), far(to)] as const;
    const normal = faceNormal(corners[0], corners[1], corners[2]);
    const [a = 0, b = 0, c = 0, d = 0] = corners.map((at, m) => into.vertex(at, normal, [m >> 1, m & 1]));
    into.triangle(a, b, c);
    into.triangle(c, b, d);
  });
}

function faceNormal(a: Vector, b: Vector, c: Vector): Vector {
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}

/** An outline right of the Y axis turned around it, in so many flat sides. Less than a full turn stays open at its ends. */
export function spun(into: Geometry, polygon: Polygon, degrees: number, sides: number): void {
  const outline = turned(polygon);
  const placed =
    (side: number): Placed =>
    ([x, y]) => {
      const angle = (side / sides) * degrees * (Math.PI / 180);
      return [x * Math.cos(angle), y, x * Math.sin(angle)];
    };
  for (let side = 0; side < sides; side++) walls(into, outline, [placed(side + 1), placed(side)]);
}
