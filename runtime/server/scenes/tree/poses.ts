import type { GltfFile } from '../gltf/gltfFile.ts';
import type { GltfShelf } from '../gltf/shelf.ts';
import type { SceneNode } from './sceneNode.ts';

const bone = /^bones\/(\d+)\/(position|rotation|scale)$/;
const names = { position: 'position', rotation: 'quaternion', scale: 'scale' } as const;

/** Hands the poses that a Skeleton3D of a glTF instance was given to the nodes that its bones are in glTF. */
export function poseBones(nodes: readonly SceneNode[], gltfs: GltfShelf): void {
  for (const node of nodes) {
    const file = node.type === 'Skeleton3D' && node.gltf && gltfs.open(node.gltf.path)?.file;
    if (file) poseSkeleton(node, bonesOf(node, nodes, boneOrder(file)));
  }
}

/** The bones of the instance that a skeleton is in, by their number in Godot. */
function bonesOf({ gltf }: SceneNode, nodes: readonly SceneNode[], order: readonly number[]) {
  const own = nodes.filter((other) => other.gltf?.instance === gltf?.instance && other.type !== 'Skeleton3D');
  const byIndex = new Map(own.map((node) => [node.gltf?.index, node]));
  return order.map((index) => byIndex.get(index));
}

function poseSkeleton(skeleton: SceneNode, bones: readonly (SceneNode | undefined)[]): void {
  for (const [name, property] of skeleton.properties) {
    const [, number, part] = bone.exec(name) ?? [];
    if (part) bones[Number(number)]?.properties.set(names[part as keyof typeof names], property);
  }
}

/**
 * The nodes that are bones, in the order in which Godot's import numbers them: roots by index, then depth first, children by
 * index.
 */
function boneOrder({ nodes, skins }: GltfFile): number[] {
  const bones = new Set(skins.flatMap(({ joints }) => joints));
  const children = new Set([...bones].flatMap((index) => nodes[index]?.children ?? []));
  const waiting = [...bones].filter((index) => !children.has(index)).sort((a, b) => b - a);
  const order: number[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    order.push(next);
    const below = (nodes[next]?.children ?? []).filter((child) => bones.has(child));
    waiting.push(...below.sort((a, b) => b - a));
  }
  return order;
}
