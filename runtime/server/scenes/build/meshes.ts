import type { Material, Mesh, Primitive } from '@gltf-transform/core';
import { arraySurface, surfacesOf } from '../mesh/arrayMesh.ts';
import { csgShape, isCsgShape } from '../mesh/csg.ts';
import type { Surface } from '../mesh/geometry.ts';
import { primitive } from '../mesh/primitives.ts';
import { type Lookup, list, number } from '../read.ts';
import { limits, SceneFault } from '../sceneFault.ts';
import type { Resource } from '../tree/resources.ts';
import { type Property, placeOf, type SceneNode } from '../tree/sceneNode.ts';
import { accessor, type Building, valuesIn, valuesOf } from './building.ts';
import type { Materials } from './materials.ts';

/** Makes the mesh that a node shows; nothing when it shows none. `brought` is what it has from a glTF file. */
export type Meshes = (node: SceneNode, brought: Mesh | null) => Mesh | undefined;

/** A surface with the material that its mesh gives it. */
interface Part {
  readonly surface: Surface;
  readonly material: Resource | undefined;
}

interface Shape {
  readonly key: string;
  readonly parts: readonly Part[];
}

/** Meshes of a document. Those of the same shape and materials are one. */
export function meshes(building: Building, painted: Materials): Meshes {
  const shapes = new Map<string, Shape | undefined>();
  const made = new Map<string, Mesh>();
  const primitives = new Map<string, Primitive>();

  const shapeOf = (resource: Resource): Shape | undefined => {
    if (!shapes.has(resource.key)) {
      const parts = partsOf(resource, building);
      shapes.set(resource.key, parts && { key: resource.key, parts });
    }
    return shapes.get(resource.key);
  };

  const primitiveOf = (key: string, surface: Surface, material: Resource | undefined): Primitive => {
    const known = primitives.get(key);
    if (known) return known;
    const colors = painted.usesColors(material) ? surface.colors : undefined;
    const found = drawn(building, { ...surface, colors }, painted.of(material));
    primitives.set(key, found);
    return found;
  };

  const shaped = (node: SceneNode, { key, parts }: Shape): Mesh | undefined => {
    const worn = parts.map(({ material }, n) => materialOf(node, n, building) ?? material);
    return once([key, ...worn.map(keyOf)].join('\n'), () => {
      const mesh = building.document.createMesh(node.name);
      parts.forEach(({ surface }, n) => {
        mesh.addPrimitive(primitiveOf(`${key}\n${n}\n${keyOf(worn[n])}`, surface, worn[n]));
      });
      return mesh;
    });
  };

  /** A mesh of a glTF file in the materials that the scene gives it. */
  const dressed = (node: SceneNode, brought: Mesh): Mesh => {
    const worn = brought.listPrimitives().map((_, n) => materialOf(node, n, building));
    if (worn.every((material) => material === undefined)) return brought;
    return once([node.gltf?.path, node.gltf?.index, ...worn.map(keyOf)].join('\n'), () => {
      const mesh = brought.clone();
      for (const primitive of mesh.listPrimitives()) mesh.removePrimitive(primitive);
      brought.listPrimitives().forEach((primitive, n) => {
        const copy = primitive.clone();
        const material = painted.of(worn[n]);
        mesh.addPrimitive(material ? copy.setMaterial(material) : copy);
      });
      return mesh;
    });
  };

  const once = (key: string, make: () => Mesh): Mesh => {
    const mesh = made.get(key) ?? make();
    made.set(key, mesh);
    return mesh;
  };

  return (node, brought) => {
    const shape = isCsgShape(node.type) ? csgOf(node, building) : named(node, building, shapeOf);
    if (shape) return shape.parts.length > 0 ? shaped(node, shape) : undefined;
    return brought ? dressed(node, brought) : undefined;
  };
}

const keyOf = (resource: Resource | undefined): string => resource?.key ?? '';

function named(
  node: SceneNode,
  { resources, warnings }: Building,
  shapeOf: (resource: Resource) => Shape | undefined,
): Shape | undefined {
  const found = resources.follow(node.properties.get('mesh'));
  if (found?.file) warnings.add('A mesh is of a kind that cannot be read', found.file);
  return found?.resource && shapeOf(found.resource);
}

/** A node's own material for a surface: the one for all surfaces first, as in Godot. */
function materialOf(node: SceneNode, surface: number, { resources }: Building): Resource | undefined {
  const property = (name: string): Property | undefined => node.properties.get(name);
  return (
    resources.resource(property('material_override')) ??
    resources.resource(property(`surface_material_override/${surface}`)) ??
    (isCsgShape(node.type) ? resources.resource(property('material')) : undefined)
  );
}

function partsOf(resource: Resource, building: Building): readonly Part[] | undefined {
  const { resources, spend, warnings } = building;
  const from = valuesIn(resource);
  if (resource.type === 'ArrayMesh') return arrayParts(resource, building);
  const surface = primitive(resource.type, from, spend);
  if (surface) return [{ surface, material: resources.resource(resources.of(resource, 'material')) }];
  // Text is drawn by the page.
  if (resource.type !== 'TextMesh') warnings.add(`A mesh of type ${resource.type} is left out`, resource.key);
  return undefined;
}

function arrayParts(resource: Resource, { resources, spend, warnings }: Building): readonly Part[] {
  const from = valuesIn(resource);
  const surfaces = surfacesOf(from);
  if (surfaces.length > 256) throw new SceneFault('has an ArrayMesh with more than 256 surfaces');
  if (surfaces.length === 0) warnings.add('An ArrayMesh has no surfaces', resource.key);
  if (from('_blend_shapes')) warnings.add('Blend shapes are left out', resource.key);
  return surfaces.map((value) => {
    const { surface, material } = arraySurface(value, spend);
    const scope = resource.scope;
    return {
      surface,
      material: resources.resource(material === undefined ? undefined : { value: material, scope }),
    };
  });
}

const operations = { union: 0 } as const;

function csgOf(node: SceneNode, building: Building): Shape | undefined {
  const from = valuesOf(node);
  if (number(from, 'operation', operations.union) !== operations.union) {
    building.warnings.add('A CSG shape that is taken away or cut with is left out', placeOf(node));
    return undefined;
  }
  const key = `${node.type}\n${csgKey(from)}`;
  const surface = csgShape(node.type, from, building.spend);
  if (surface) return { key, parts: [{ surface, material: undefined }] };
  building.warnings.add('A CSG polygon along a path is left out', placeOf(node));
  return undefined;
}

const csgProperties = [
  ...[
    'size',
    'radius',
    'height',
    'radial_segments',
    'rings',
    'sides',
    'cone',
    'inner_radius',
    'outer_radius',
  ],
  ...['ring_sides', 'mode', 'depth', 'spin_degrees', 'spin_sides'],
];

const csgKey = (from: Lookup): string =>
  JSON.stringify([csgProperties.map((name) => from(name) ?? null), list(from, 'polygon')]);

/** Modes of a primitive (glTF 2.0, §3.7.2.1). */
const modes = { points: 0, lines: 1, lineStrip: 3, triangles: 4 } as const;

function drawn(building: Building, surface: Surface, material: Material | undefined): Primitive {
  const { mode, positions, normals, uvs, uvs2, colors, indices } = surface;
  const found = building.document.createPrimitive().setMode(modes[mode]);
  found.setAttribute('POSITION', accessor(building, 'VEC3', positions));
  if (normals) found.setAttribute('NORMAL', accessor(building, 'VEC3', normals));
  const textured = material !== undefined && isTextured(material);
  if (textured && uvs) found.setAttribute('TEXCOORD_0', accessor(building, 'VEC2', uvs));
  if (textured && uvs && uvs2) found.setAttribute('TEXCOORD_1', accessor(building, 'VEC2', uvs2));
  if (colors) found.setAttribute('COLOR_0', accessor(building, 'VEC4', colors));
  if (indices?.length) found.setIndices(accessor(building, 'SCALAR', fitted(indices, positions.length / 3)));
  return found.setMaterial(material ?? null);
}

const isTextured = (material: Material): boolean =>
  [
    material.getBaseColorTexture(),
    material.getMetallicRoughnessTexture(),
    material.getNormalTexture(),
    material.getEmissiveTexture(),
    material.getOcclusionTexture(),
  ].some((texture) => texture !== null);

/** Indices in as few bytes as the vertices need. */
const fitted = (indices: Uint32Array, vertices: number): Uint32Array | Uint16Array =>
  vertices < limits.shortIndexed ? new Uint16Array(indices) : indices;
