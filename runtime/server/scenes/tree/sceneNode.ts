import { limits, SceneFault } from '../sceneFault.ts';
import type { TextDocument } from '../text/document.ts';
import type { Value } from '../text/value.ts';

/** A text file by its path: the ids in its values are its own. */
export interface Scope {
  readonly path: string;
  readonly document: TextDocument;
}

/** A value as it stands in some file. */
export interface Property {
  readonly value: Value;
  readonly scope: Scope;
}

/** A node after all instances are put in and all overrides are done. */
export interface SceneNode {
  name: string;
  /** Its class in Godot; empty where that is not known: in a scene that is missing. */
  type: string;
  readonly properties: Map<string, Property>;
  readonly groups: Set<string>;
  readonly children: Map<string, SceneNode>;
  parent: SceneNode | undefined;
  /** The node of a glTF file that it is; index -1 is the scene itself. */
  readonly gltf?: GltfPlace;
  /** True where what should be here is in a file that is missing or cannot be read. */
  readonly missing?: boolean;
}

/** A node of a glTF file. */
interface GltfPlace {
  readonly path: string;
  readonly index: number;
  /** Names the instance: nodes of the same instance share skins and animations. */
  readonly instance: symbol;
}

/** A node without parent and children. */
export const sceneNode = (
  name: string,
  type: string,
  more: Pick<SceneNode, 'gltf' | 'missing'> = {},
): SceneNode => ({
  name,
  type,
  properties: new Map(),
  groups: new Set(),
  children: new Map(),
  parent: undefined,
  ...more,
});

/** Puts a node below another; a name that is taken there gets a number, as in Godot. Throws SceneFault when that is too deep. */
export function adopt(parent: SceneNode, child: SceneNode): SceneNode {
  let depth = 1;
  for (let at = parent.parent; at; at = at.parent) depth += 1;
  if (depth >= limits.treeDepth) throw new SceneFault(`nests nodes deeper than ${limits.treeDepth}`);
  let name = child.name;
  for (let n = 2; parent.children.has(name); n++) name = `${child.name}${n}`;
  child.name = name;
  child.parent = parent;
  parent.children.set(name, child);
  return child;
}

/** Where a node is below the root of its scene, for people. */
export function placeOf(node: SceneNode): string {
  const names: string[] = [];
  for (let at = node; at.parent; at = at.parent) names.unshift(at.name);
  return names.join('/') || node.name;
}
