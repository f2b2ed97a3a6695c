import { type SceneNode, sceneNode } from './sceneNode.ts';

/** The child of that name. Of a node from a glTF file also what Godot's import would make of it. */
export function childNamed(node: SceneNode, name: string): SceneNode | undefined {
  const child = node.children.get(name);
  if (child || !node.gltf) return child;
  return imported(node, name) ?? skeleton(node, name);
}

/**
 * Finds a node of the same glTF instance by its name as Godot changes it: signs that paths use are left out, and meshes with
 * bones are moved below their skeleton.
 */
function imported(node: SceneNode, name: string): SceneNode | undefined {
  let top = node;
  while (top.parent?.gltf && top.parent.gltf.instance === node.gltf?.instance) top = top.parent;
  const wanted = plain(name);
  const search = (at: SceneNode): SceneNode | undefined => {
    for (const child of at.children.values()) {
      const found = child.gltf && plain(child.name) === wanted ? child : search(child);
      if (found) return found;
    }
    return undefined;
  };
  return search(top);
}

const plain = (name: string) => name.replace(/[.:@/"%\\_\s]/g, '');

/** Godot puts a Skeleton3D below the node that holds the bones: an empty node here, because glTF has bones as nodes. */
function skeleton(node: SceneNode, name: string): SceneNode | undefined {
  if (!/^(?:General)?Skeleton(?:3D)?\d*$/.test(name)) return undefined;
  const made = sceneNode(name, 'Skeleton3D', { gltf: node.gltf ?? noPlace });
  made.parent = node;
  node.children.set(name, made);
  return made;
}

const noPlace = { path: '', index: -1, instance: Symbol() };

/** The node at the end of a path such as `A/B` or `../C`; `.` is the node itself. */
export function nodeAt(from: SceneNode, path: string): SceneNode | undefined {
  let at: SceneNode | undefined = from;
  for (const part of path.split('/')) {
    if (!at) return undefined;
    if (part === '.' || part === '') continue;
    at = part === '..' ? at.parent : childNamed(at, part);
  }
  return at;
}
