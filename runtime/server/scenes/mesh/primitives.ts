import { flag, type Lookup, number, tuple, type Vector, vector, whole } from '../read.ts';
import { type Geometry, geometry, type Spend, type Surface } from './geometry.ts';
import { arc, box, disc, type OutlinePoint, prism, rectangle, revolved, torus } from './solids.ts';

type Build = (into: Geometry, from: Lookup) => void;

/** Godot's own bounds of what an editor would accept. */
const mostParts = 1000;
const parts = (from: Lookup, name: string, fallback: number, least = 1) =>
  whole(from, name, [fallback, least, mostParts]);
const divided = (from: Lookup, name: string) => parts(from, name, 0, 0) + 1;

const builds: Readonly<Record<string, Build>> = {
  BoxMesh: (into, from) =>
    box(into, vector(from, 'size', [1, 1, 1]), [
      divided(from, 'subdivide_width'),
      divided(from, 'subdivide_height'),
      divided(from, 'subdivide_depth'),
    ]),
  SphereMesh: sphere,
  CylinderMesh: cylinder,
  CapsuleMesh: capsule,
  PlaneMesh: (into, from) => plane(into, from, { size: [2, 2], orientation: 1 }),
  QuadMesh: (into, from) => plane(into, from, { size: [1, 1], orientation: 2 }),
  PrismMesh: (into, from) => prism(into, vector(from, 'size', [1, 1, 1]), number(from, 'left_to_right', 0.5)),
  TorusMesh: (into, from) =>
    torus(into, { inner: number(from, 'inner_radius', 0.5), outer: number(from, 'outer_radius', 1) }, [
      parts(from, 'rings', 64, 3),
      parts(from, 'ring_segments', 32, 3),
    ]),
};

/** The surface of a PrimitiveMesh by its class, with Godot's defaults; nothing for a class that is none of them. */
export function primitive(type: string, from: Lookup, spend: Spend): Surface | undefined {
  const build = Object.hasOwn(builds, type) ? builds[type] : undefined;
  if (!build) return undefined;
  const into = geometry(spend);
  build(into, from);
  return into.surface();
}

function sphere(into: Geometry, from: Lookup): void {
  const height = number(from, 'height', 1);
  const hemisphere = flag(from, 'is_hemisphere', false);
  const segments = parts(from, 'radial_segments', 64, 4);
  const radius = number(from, 'radius', 0.5);
  const round = { radius, half: hemisphere ? height : height / 2, middle: 0 };
  revolved(into, segments, arc(round, [0, hemisphere ? Math.PI / 2 : Math.PI], parts(from, 'rings', 32) + 1));
  if (hemisphere) disc(into, segments, { radius, y: 0, up: false });
}

function cylinder(into: Geometry, from: Lookup): void {
  const [top, bottom] = [number(from, 'top_radius', 0.5), number(from, 'bottom_radius', 0.5)];
  const height = number(from, 'height', 2);
  const segments = parts(from, 'radial_segments', 64, 3);
  const rows = parts(from, 'rings', 4, 0) + 1;
  const side = Array.from({ length: rows + 1 }, (_, n): OutlinePoint => {
    const share = n / rows;
    return {
      radius: top + (bottom - top) * share,
      y: height * (0.5 - share),
      outward: [height, bottom - top],
    };
  });
  revolved(into, segments, side);
  if (top > 0 && flag(from, 'cap_top', true)) disc(into, segments, { radius: top, y: height / 2, up: true });
  if (bottom > 0 && flag(from, 'cap_bottom', true))
    disc(into, segments, { radius: bottom, y: -height / 2, up: false });
}

function capsule(into: Geometry, from: Lookup): void {
  const radius = number(from, 'radius', 0.5);
  const middle = Math.max(0, number(from, 'height', 2) / 2 - radius);
  const rows = parts(from, 'rings', 8, 0) + 1;
  const half = { radius, half: radius };
  const outline = [
    ...arc({ ...half, middle }, [0, Math.PI / 2], rows),
    ...arc({ ...half, middle: -middle }, [Math.PI / 2, Math.PI], rows),
  ];
  revolved(into, parts(from, 'radial_segments', 64, 4), outline);
}

/** Where a plane faces by its `orientation`: x, y or z; what is right and up there. */
const facing: readonly (readonly [normal: Vector, right: Vector, up: Vector])[] = [
  [
    [1, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  [
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, -1],
  ],
  [
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
  ],
];

function plane(
  into: Geometry,
  from: Lookup,
  usual: { readonly size: readonly [number, number]; readonly orientation: number },
): void {
  const [width = 1, depth = 1] = tuple(from, 'size', 2) ?? usual.size;
  const [normal, right, up] = facing[whole(from, 'orientation', [usual.orientation, 0, 2])] ?? [
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, -1],
  ];
  const scaled = ([x, y, z]: Vector, by: number): Vector => [x * by, y * by, z * by];
  const turn = flag(from, 'flip_faces', false) ? -1 : 1;
  rectangle(
    into,
    {
      centre: vector(from, 'center_offset', [0, 0, 0]),
      right: scaled(right, width * turn),
      up: scaled(up, depth),
      normal: scaled(normal, turn),
    },
    [divided(from, 'subdivide_width'), divided(from, 'subdivide_depth')],
  );
}
