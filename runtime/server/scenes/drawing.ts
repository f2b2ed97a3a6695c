import type { Drawing, DrawnNode, Mesh } from '../../shared/drawing.ts';
import { type Section, sections } from './tscn.ts';

const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
const white = [1, 1, 1] as const;
const mostNodes = 50_000;

/**
 * What a page draws of a Godot text scene: its nodes, and boxes, spheres and planes in one colour each. Everything else is
 * left out. Throws with the end of a sentence when the text is no scene.
 */
export function drawing(name: string, text: string): Drawing {
  const all = sections(text);
  const resources = new Map(
    all.filter(({ tag }) => tag === 'sub_resource').map((part) => [part.attributes.get('id') ?? '', part]),
  );
  const nodes = all.filter(({ tag }) => tag === 'node');
  if (nodes.length === 0) throw new Error('has no nodes');
  if (nodes.length > mostNodes) throw new Error(`has more than ${mostNodes} nodes`);
  return { name, nodes: nodes.map((node) => drawnNode(node, resources)) };
}

function drawnNode(node: Section, resources: ReadonlyMap<string, Section>): DrawnNode {
  const parent = node.attributes.get('parent');
  const name = node.attributes.get('name') ?? '';
  const inside = parent === '.' || parent === undefined ? '' : parent;
  const written = numbers(node.properties.get('transform'));
  const mesh = drawnMesh(node, resources);
  return {
    path: parent === undefined ? '' : [inside, name].filter(Boolean).join('/'),
    parent: parent === undefined ? undefined : inside,
    transform: written.length === identity.length ? written : identity,
    ...(mesh && { mesh }),
  };
}

function drawnMesh(node: Section, resources: ReadonlyMap<string, Section>): Mesh | undefined {
  const resource = (written: string | undefined) =>
    resources.get(/^SubResource\("(.+)"\)$/.exec(written ?? '')?.[1] ?? '');
  const mesh = resource(node.properties.get('mesh'));
  if (!mesh) return undefined;
  const material =
    resource(node.properties.get('material_override')) ??
    resource(node.properties.get('surface_material_override/0')) ??
    resource(mesh.properties.get('material'));
  const [red, green, blue] = numbers(material?.properties.get('albedo_color'));
  const color =
    red !== undefined && green !== undefined && blue !== undefined ? ([red, green, blue] as const) : white;
  return solid(mesh, color);
}

// Sizes are left out of a scene when they are Godot's own: a box of 1 m, a sphere of 1 m across, a plane of 2 m.
function solid({ attributes, properties }: Section, color: Mesh['color']): Mesh | undefined {
  const number = (name: string, fallback: number) => numbers(properties.get(name))[0] ?? fallback;
  switch (attributes.get('type')) {
    case 'BoxMesh': {
      const [x = 1, y = 1, z = 1] = numbers(properties.get('size'));
      return { shape: 'box', size: [x, y, z], color };
    }
    case 'SphereMesh': {
      const across = 2 * number('radius', 0.5);
      return { shape: 'sphere', size: [across, number('height', across), across], color };
    }
    case 'PlaneMesh': {
      const [x = 2, z = 2] = numbers(properties.get('size'));
      return { shape: 'plane', size: [x, 0, z], color };
    }
    default:
      return undefined;
  }
}

/** The numbers of a written value, such as `Vector3(1, 2, 3)` or `0.5`. */
function numbers(written: string | undefined): number[] {
  const list = /^(?:\w+\((.*)\)|(.+))$/.exec(written ?? '');
  const parts = (list?.[1] ?? list?.[2] ?? '').split(',').map((part) => Number.parseFloat(part));
  return parts.every(Number.isFinite) ? parts : [];
}
