import { csgShape } from './csg.ts';
import { type Surface, unit, vertexBudget } from './geometry.ts';
import { primitive } from './primitives.ts';

const solids = [
  ['BoxMesh', [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5]],
  ['SphereMesh', [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5]],
  ['CylinderMesh', [-0.5, -1, -0.5, 0.5, 1, 0.5]],
  ['CapsuleMesh', [-0.5, -1, -0.5, 0.5, 1, 0.5]],
  ['PlaneMesh', [-1, 0, -1, 1, 0, 1]],
  ['QuadMesh', [-0.5, -0.5, 0, 0.5, 0.5, 0]],
  ['PrismMesh', [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5]],
  ['TorusMesh', [-1, -0.25, -1, 1, 0.25, 1]],
  ['CSGBox3D', [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5]],
  ['CSGSphere3D', [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5]],
  ['CSGCylinder3D', [-0.5, -1, -0.5, 0.5, 1, 0.5]],
  ['CSGTorus3D', [-1, -0.25, -1, 1, 0.25, 1]],
  ['CSGPolygon3D', [0, 0, -1, 1, 1, 0]],
] as const;

const surfaceOf = (type: string, properties: Record<string, unknown> = {}): Surface => {
  const make = type.startsWith('CSG') ? csgShape : primitive;
  const surface = make(type, (name) => (properties[name] ?? undefined) as never, vertexBudget());
  if (!surface) throw new Error(`no ${type}`);
  return surface;
};

const corner = (from: Float32Array | undefined, n: number) =>
  [from?.[3 * n] ?? 0, from?.[3 * n + 1] ?? 0, from?.[3 * n + 2] ?? 0] as const;

function triangles({ positions, normals, indices = new Uint32Array() }: Surface) {
  return Array.from({ length: indices.length / 3 }, (_, n) => {
    const [a = 0, b = 0, c = 0] = indices.subarray(3 * n, 3 * n + 3);
    const [p, q, r] = [corner(positions, a), corner(positions, b), corner(positions, c)];
    const [u, v] = [q.map((x, k) => x - (p[k] ?? 0)), r.map((x, k) => x - (p[k] ?? 0))];
    const [ux = 0, uy = 0, uz = 0] = u;
    const [vx = 0, vy = 0, vz = 0] = v;
    const face = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx] as const;
    const normal = [0, 1, 2].map((k) =>
      [a, b, c].reduce((sum, at) => sum + (corner(normals, at)[k] ?? 0), 0),
    );
    return { face, normal, centre: [0, 1, 2].map((k) => ((p[k] ?? 0) + (q[k] ?? 0) + (r[k] ?? 0)) / 3) };
  }).filter(({ face }) => Math.hypot(...face) > 1e-9);
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, k) => sum + x * (b[k] ?? 0), 0);

describe.each(solids)('%s', (type, [x, y, z, right, top, front]) => {
  it('has the size that it has in Godot', () => {
    const { positions } = surfaceOf(type);
    const bounds = [0, 1, 2].map((axis) => {
      const along = positions.filter((_, n) => n % 3 === axis);
      return [Math.min(...along), Math.max(...along)];
    });
    const expected = [
      [x, right],
      [y, top],
      [z, front],
    ];
    // Round outlines are cut into straight parts, the coarse ones of CSG by up to a fifteenth.
    bounds.forEach(([least = 0, most = 0], axis) => {
      const [from = 0, to = 0] = expected[axis] ?? [];
      const slack = Math.max(1e-5, (to - from) / 15);
      expect(least).toBeGreaterThan(from - 1e-5);
      expect(most).toBeLessThan(to + 1e-5);
      expect(most - least).toBeGreaterThan(to - from - slack);
    });
  });

  it('turns every triangle to where its normals point', () => {
    const faces = triangles(surfaceOf(type));
    expect(faces.length).toBeGreaterThan(0);
    for (const { face, normal } of faces) expect(dot(face, normal)).toBeGreaterThan(0);
  });

  it('encloses the volume that it has, which is positive only when all faces look outside', () => {
    const volume = triangles(surfaceOf(type)).reduce(
      (sum, { face, centre }) => sum + dot(face, centre) / 6,
      0,
    );
    const flat = type === 'PlaneMesh' || type === 'QuadMesh';
    if (flat) expect(volume).toBeCloseTo(0, 5);
    else expect(volume).toBeGreaterThan(0.1);
  });
});

describe('solids', () => {
  it('take what is written', () => {
    const { positions } = surfaceOf('BoxMesh', {
      size: { kind: 'numbers', type: 'Vector3', numbers: [2, 4, 6] },
    });
    expect([Math.max(...positions), Math.min(...positions)]).toEqual([3, -3]);
  });

  it('turn a polygon around the Y axis', () => {
    const ring = {
      polygon: { kind: 'numbers', type: 'PackedVector2Array', numbers: [1, 0, 2, 0, 2, 1, 1, 1] },
      mode: 1,
    };
    for (const { face, normal } of triangles(surfaceOf('CSGPolygon3D', ring)))
      expect(dot(face, normal)).toBeGreaterThan(0);
    const volume = triangles(surfaceOf('CSGPolygon3D', ring)).reduce(
      (sum, t) => sum + dot(t.face, t.centre) / 6,
      0,
    );
    expect(volume).toBeGreaterThan(5);
  });

  it('leave out a polygon along a path, and what is no solid', () => {
    expect(
      csgShape('CSGPolygon3D', (name) => (name === 'mode' ? 2 : undefined), vertexBudget()),
    ).toBeUndefined();
    expect(primitive('RibbonTrailMesh', () => undefined, vertexBudget())).toBeUndefined();
    expect(primitive('constructor', () => undefined, vertexBudget())).toBeUndefined();
  });

  it('stop at four million vertices', () => {
    const spend = vertexBudget();
    spend(3_999_990);
    expect(() => primitive('BoxMesh', () => undefined, spend)).toThrow('has more than 4 million vertices');
  });

  it('have a direction even where there is none', () => {
    expect(unit([0, 0, 0])).toEqual([0, 1, 0]);
  });
});
