import type { Vector } from '../read.ts';
import { unit } from './geometry.ts';

/** The direction that two numbers from 0 to 1 stand for: an octahedron unfolded into a square (Godot, `Vector3::octahedron_decode`). */
export function octahedral(u: number, v: number): Vector {
  const [x, y] = [u * 2 - 1, v * 2 - 1];
  const z = 1 - Math.abs(x) - Math.abs(y);
  const fold = Math.max(0, -z);
  return unit([x + (x >= 0 ? -fold : fold), y + (y >= 0 ? -fold : fold), z]);
}

/** The normal that is kept as an axis and an angle from 0 to 1 in compressed meshes (`_get_tbn_from_axis_angle`). */
export function normalOfTurn([x, y, z]: Vector, angle: number): Vector {
  const turn = Math.abs(angle * 2 - 1) * Math.PI;
  const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
  const rest = 1 - cosine;
  // The last row of the rotation.
  return unit([x * z * rest - y * sine, y * z * rest + x * sine, cosine + z * z * rest]);
}
