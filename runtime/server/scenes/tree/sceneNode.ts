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
  /** The node of a glTF file that it is; index -1 is the scene itself. */
  readonly gltf?: GltfPlace;
  /** True where what should be here is in a file that is missing or cannot be read. */
  readonly missing?: boolean;
}

/** A node of a glTF file. */
export interface GltfPlace {
  readonly path: string;
  readonly index: number;
  /** Names the instance: nodes of the same instance share skins and animations. */
  readonly instance: symbol;
}

/** A node without children. */
export const sceneNode = (
  name: string,
  type: string,
  more: Pick<SceneNode, 'gltf' | 'missing'> = {},
): SceneNode => ({ name, type, properties: new Map(), groups: new Set(), children: new Map(), ...more });
