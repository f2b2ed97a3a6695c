import type { GltfShelf } from '../gltf/shelf.ts';
import { flag } from '../read.ts';
import type { SceneNode } from '../tree/sceneNode.ts';
import type { Warnings } from '../warnings.ts';
import { valuesOf } from './building.ts';

/** Where visitors may start and stand. */
export interface Places {
  readonly spawns: ReadonlySet<SceneNode>;
  readonly teleports: ReadonlySet<SceneNode>;
}

interface Finding {
  readonly nodes: readonly SceneNode[];
  readonly gltfs: GltfShelf;
  readonly warnings: Warnings;
  /** Whether a node has a shape that the page can use without its mesh. */
  readonly hasCollider: (node: SceneNode) => boolean;
}

/** Finds them in all nodes of a scene. */
export function places({ nodes, gltfs, warnings, hasCollider }: Finding): Places {
  const isMesh = (node: SceneNode) => node.properties.has('mesh') || meshOfGltf(node, gltfs);
  const teleports = new Set<SceneNode>();
  for (const node of nodes) {
    const found = surfaces(node, isMesh, hasCollider);
    if (!found) continue;
    if (found.length === 0) warnings.add('Nobody can teleport to a body without a shape or mesh', node.name);
    for (const surface of found) teleports.add(surface);
  }
  return { spawns: spawns(nodes), teleports };
}

/** The nodes in a group of that name; else the markers that are named so; else all markers. */
function spawns(nodes: readonly SceneNode[]): ReadonlySet<SceneNode> {
  const grouped = nodes.filter(({ groups }) => groups.has('spawn') || groups.has('spawn_points'));
  const markers = nodes.filter(({ type }) => type === 'Marker3D');
  const named = markers.filter(({ name }) => /spawn/i.test(name));
  return new Set([grouped, named, markers].find((found) => found.length > 0));
}

function meshOfGltf({ gltf }: SceneNode, gltfs: GltfShelf): boolean {
  return gltf !== undefined && gltfs.open(gltf.path)?.file.nodes[gltf.index]?.mesh !== undefined;
}

type Test = (node: SceneNode) => boolean;

/** What to stand on of a node that is for it; nothing for other nodes. */
function surfaces(node: SceneNode, isMesh: Test, hasCollider: Test): readonly SceneNode[] | undefined {
  if (node.type.startsWith('CSG')) return flag(valuesOf(node), 'use_collision', false) ? [node] : undefined;
  if (node.type === 'NavigationRegion3D') return below(node, isMesh);
  if (node.type !== 'StaticBody3D') return undefined;
  const shapes = below(node, hasCollider);
  if (shapes.length > 0) return shapes;
  const meshes = below(node, isMesh);
  // Godot's editor puts the body of a mesh below it.
  return meshes.length === 0 && node.parent && isMesh(node.parent) ? [node.parent] : meshes;
}

function below(node: SceneNode, test: Test): SceneNode[] {
  return [...node.children.values()].flatMap((child) => [
    ...(test(child) ? [child] : []),
    ...below(child, test),
  ]);
}
