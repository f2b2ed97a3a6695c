import type { Vector } from '../read.ts';
import { type Geometry, patch } from './geometry.ts';

/** A point of the outline that a solid of revolution has on its right side, from top to bottom, with its direction outside. */
export interface OutlinePoint {
  readonly radius: number;
  readonly y: number;
  readonly outward: readonly [radius: number, y: number];
}

/** Turns an outline once around the Y axis, starting at +Z towards +X as Godot does. */
export function revolved(into: Geometry, segments: number, outline: readonly OutlinePoint[]): void {
  const last = outline.length - 1;
  patch(into, [segments, last], (u, v) => {
    const { radius, y, outward } = outline[Math.round(v * last)] ?? { radius: 0, y: 0, outward: [0, 1] };
    const [sine, cosine] = [Math.sin(u * 2 * Math.PI), Math.cos(u * 2 * Math.PI)];
    return {
      position: [sine * radius, y, cosine * radius],
      normal: [sine * outward[0], outward[1], cosine * outward[0]],
    };
  });
}

/** A part of an ellipse, between two angles from the top, as an outline. */
export function arc(
  { radius, half, middle }: { radius: number; half: number; middle: number },
  [from, to]: readonly [number, number],
  steps: number,
): OutlinePoint[] {
  return Array.from({ length: steps + 1 }, (_, n) => {
    const angle = from + ((to - from) * n) / steps;
    const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
    return { radius: radius * sine, y: middle + half * cosine, outward: [sine * half, cosine * radius] };
  });
}

/** A disc that faces up or down. */
export function disc(
  into: Geometry,
  segments: number,
  { radius, y, up }: { radius: number; y: number; up: boolean },
): void {
  const normal: Vector = [0, up ? 1 : -1, 0];
  const centre = into.vertex([0, y, 0], normal, [0.5, 0.5]);
  const rim = Array.from({ length: segments + 1 }, (_, n) => {
    const [x, z] = [Math.sin((n / segments) * 2 * Math.PI), Math.cos((n / segments) * 2 * Math.PI)];
    return into.vertex([x * radius, y, z * radius], normal, [0.5 + x / 2, 0.5 + (up ? z : -z) / 2]);
  });
  for (let n = 0; n < segments; n++) {
    const [a = 0, b = 0] = rim.slice(n, n + 2);
    if (up) into.triangle(centre, a, b);
    else into.triangle(centre, b, a);
  }
}

/** A ring around the Y axis; `rings` parts along it, `segments` around its tube. */
export function torus(
  into: Geometry,
  { inner, outer }: { inner: number; outer: number },
  [rings, segments]: readonly [number, number],
): void {
  const middle = (inner + outer) / 2;
  const tube = Math.abs(outer - inner) / 2;
  patch(into, [rings, segments], (u, v) => {
    const [sine, cosine] = [Math.sin(u * 2 * Math.PI), Math.cos(u * 2 * Math.PI)];
    // Seen from outside, v goes down: from the top of the tube over its outer side.
    const out = Math.sin(v * 2 * Math.PI);
    const up = Math.cos(v * 2 * Math.PI);
    const radius = middle + tube * out;
    return { position: [sine * radius, up * tube, cosine * radius], normal: [sine * out, up, cosine * out] };
  });
}

/** A flat rectangle around `centre`; the cross product of `right` and `up` is where it faces. */
export function rectangle(
  into: Geometry,
  { centre, right, up, normal }: { centre: Vector; right: Vector; up: Vector; normal: Vector },
  parts: readonly [number, number] = [1, 1],
  place: (u: number, v: number) => readonly [number, number] = (u, v) => [u, v],
): void {
  patch(into, parts, (u, v) => {
    const along = (axis: 0 | 1 | 2) => centre[axis] + right[axis] * (u - 0.5) + up[axis] * (0.5 - v);
    return { position: [along(0), along(1), along(2)], normal, uv: place(u, v) };
  });
}

/** The faces of a box: where they look, and what is to the right there. Their order is that of Godot's texture, three by two. */
const faces: readonly (readonly [normal: Vector, right: Vector, up: Vector])[] = [
  [
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
  ],
  [
    [1, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  [
    [0, 0, -1],
    [-1, 0, 0],
    [0, 1, 0],
  ],
  [
    [-1, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
  ],
  [
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, -1],
  ],
  [
    [0, -1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ],
];

/** A box around the origin; `parts` divide its edges along x, y and z. */
export function box(into: Geometry, size: Vector, parts: Vector = [1, 1, 1]): void {
  const scaled = ([x, y, z]: Vector, by = 1): Vector => [
    x * size[0] * by,
    y * size[1] * by,
    z * size[2] * by,
  ];
  const along = (axis: Vector) =>
    Math.abs(axis[0]) * parts[0] + Math.abs(axis[1]) * parts[1] + Math.abs(axis[2]) * parts[2];
  faces.forEach(([normal, right, up], n) => {
    const [column, row] = [n % 3, Math.floor(n / 3)];
    const face = { centre: scaled(normal, 0.5), right: scaled(right), up: scaled(up), normal };
    rectangle(into, face, [along(right), along(up)], (u, v) => [(column + u) / 3, (row + v) / 2]);
  });
}

/** A roof around the origin whose ridge, along z, is at `ridge` of its width from the left. */
export function prism(into: Geometry, [width, height, depth]: Vector, ridge: number): void {
  const [x, y, z] = [width / 2, height / 2, depth / 2];
  const top = -x + width * ridge;
  const gable = (face: 1 | -1) => {
    const at = (px: number, py: number) =>
      into.vertex(
        [px, py, face * z],
        [0, 0, face],
        [0.5 + (face * px) / (2 * x || 1), 0.5 - py / (2 * y || 1)],
      );
    into.triangle(at(-face * x, -y), at(face * x, -y), at(top, y));
  };
  gable(1);
  gable(-1);
  rectangle(into, { centre: [0, -y, 0], right: [width, 0, 0], up: [0, 0, depth], normal: [0, -1, 0] });
  const slope = (edge: number, side: 1 | -1) =>
    rectangle(into, {
      centre: [(edge + top) / 2, 0, 0],
      right: [0, 0, -side * depth],
      up: [top - edge, height, 0],
      normal: [side * height, side * (edge - top), 0],
    });
  slope(x, 1);
  slope(-x, -1);
}
