import { flag, type Lookup, list, number, vector, whole } from '../read.ts';
import { type Geometry, geometry, type Spend, type Surface } from './geometry.ts';
import { extruded, type Polygon, spun } from './polygon.ts';
import { arc, box, disc, revolved, torus } from './solids.ts';

type Build = (into: Geometry, from: Lookup) => boolean;

const parts = (from: Lookup, name: string, fallback: number, least: number) =>
  whole(from, name, [fallback, least, 1000]);

const builds: Readonly<Record<string, Build>> = {
  CSGBox3D: (into, from) => {
    box(into, vector(from, 'size', [1, 1, 1]));
    return true;
  },
  CSGSphere3D: (into, from) => {
    const radius = number(from, 'radius', 0.5);
    const outline = arc({ radius, half: radius, middle: 0 }, [0, Math.PI], parts(from, 'rings', 6, 1) + 1);
    revolved(into, parts(from, 'radial_segments', 12, 4), outline);
    return true;
  },
  CSGCylinder3D: (into, from) => {
    const radius = number(from, 'radius', 0.5);
    const height = number(from, 'height', 2);
    const sides = parts(from, 'sides', 8, 3);
    const top = flag(from, 'cone', false) ? 0 : radius;
    const outward = [height, radius - top] as const;
    revolved(into, sides, [
      { radius: top, y: height / 2, outward },
      { radius, y: -height / 2, outward },
    ]);
    if (top > 0) disc(into, sides, { radius, y: height / 2, up: true });
    disc(into, sides, { radius, y: -height / 2, up: false });
    return true;
  },
  CSGTorus3D: (into, from) => {
    const radii = { inner: number(from, 'inner_radius', 0.5), outer: number(from, 'outer_radius', 1) };
    torus(into, radii, [parts(from, 'sides', 8, 3), parts(from, 'ring_sides', 6, 3)]);
    return true;
  },
  CSGPolygon3D: polygon,
};

export const isCsgShape = (type: string): boolean => Object.hasOwn(builds, type);

/** The surface of a CSG shape by itself, with Godot's defaults; nothing when it is made along a path. */
export function csgShape(type: string, from: Lookup, spend: Spend): Surface | undefined {
  const into = geometry(spend);
  return builds[type]?.(into, from) ? into.surface() : undefined;
}

const modes = { depth: 0, spin: 1 } as const;

function polygon(into: Geometry, from: Lookup): boolean {
  const written = list(from, 'polygon');
  const flat = written.length >= 6 ? written : [0, 0, 0, 1, 1, 1, 1, 0];
  const outline: Polygon = Array.from({ length: flat.length / 2 }, (_, n) => [
    flat[2 * n] ?? 0,
    flat[2 * n + 1] ?? 0,
  ]);
  const mode = number(from, 'mode', modes.depth);
  if (mode === modes.depth) extruded(into, outline, number(from, 'depth', 1));
  else if (mode === modes.spin)
    spun(into, outline, number(from, 'spin_degrees', 360), parts(from, 'spin_sides', 8, 3));
  return mode === modes.depth || mode === modes.spin;
}
