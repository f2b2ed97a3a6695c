import type { Node, Scene } from '@gltf-transform/core';
import { flag } from '../read.ts';
import { placeOf, type SceneNode } from '../tree/sceneNode.ts';
import type { Step } from './affine.ts';
import { type Building, valuesOf } from './building.ts';
import { isSpatial, unshown } from './kinds.ts';

/** What a node has become: `outer` is placed in its parent, `inner` holds what it shows and its children. Mostly they are one. */
export interface MadeNode {
  readonly outer: Node;
  readonly inner: Node;
}

/** How nodes are made. */
export interface NodeMaking {
  readonly placement: (node: SceneNode) => readonly Step[];
  readonly fill: (node: SceneNode, into: Node) => void;
}

/** Makes a glTF node of every node in space. One whose parent is not in space stands by itself, as in Godot. */
export function makeNodes(
  root: SceneNode,
  { document, scene, warnings }: Building,
  { placement, fill }: NodeMaking,
): ReadonlyMap<SceneNode, MadeNode> {
  const made = new Map<SceneNode, MadeNode>();

  const make = (node: SceneNode, parent: Node | Scene): void => {
    const note = unshown(node.type);
    if (note) warnings.add(note, placeOf(node));
    noteScript(node);
    if (flag(valuesOf(node), 'own_world_3d', false)) {
      warnings.add('A viewport with a world of its own is left out', placeOf(node));
      return;
    }
    const within = isSpatial(node.type) ? placed(node, parent) : scene;
    for (const child of node.children.values()) make(child, within);
  };

  const placed = (node: SceneNode, parent: Node | Scene): Node => {
    const steps = placement(node);
    const nodes = steps.map(({ translation, rotation, scale }, n) =>
      document
        .createNode(n === steps.length - 1 ? node.name : `${node.name}_skewed`)
        .setTranslation([...translation])
        .setRotation([...rotation])
        .setScale([...scale]),
    );
    const outer = nodes[0] ?? document.createNode(node.name);
    const inner = nodes[1] ?? outer;
    if (inner !== outer) outer.addChild(inner);
    (flag(valuesOf(node), 'top_level', false) ? scene : parent).addChild(outer);
    made.set(node, { outer, inner });
    fill(node, inner);
    return inner;
  };

  const noteScript = (node: SceneNode): void => {
    if (node.properties.has('script')) warnings.add('Scripts do not run', placeOf(node));
  };

  make(root, scene);
  return made;
}
