import type { Node } from '@gltf-transform/core';
import { number } from '../read.ts';
import type { SceneNode } from '../tree/sceneNode.ts';
import { type Building, valuesOf } from './building.ts';

const projections = { perspective: 0, orthogonal: 1 } as const;
const widthIsKept = 0;

/** Gives a node the camera that it is in Godot. Fields of view are vertical, as in glTF. */
export function camera(node: SceneNode, into: Node, { document, warnings }: Building): void {
  if (node.type !== 'Camera3D') return;
  const from = valuesOf(node);
  const near = Math.max(0.001, number(from, 'near', 0.05));
  const far = Math.max(near * 2, number(from, 'far', 4000));
  const made = document.createCamera(node.name).setZNear(near).setZFar(far);
  const projection = number(from, 'projection', projections.perspective);
  if (projection === projections.orthogonal) {
    const half = Math.max(0.001, number(from, 'size', 1)) / 2;
    made.setType('orthographic').setXMag(half).setYMag(half);
  } else {
    const degrees = Math.min(179, Math.max(1, number(from, 'fov', 75)));
    made.setType('perspective').setYFov((degrees * Math.PI) / 180);
    if (projection !== projections.perspective || number(from, 'keep_aspect', 1) === widthIsKept)
      warnings.add(
        'A camera with a frustum or a horizontal field of view is shown as a plain one',
        node.name,
      );
  }
  into.setCamera(made);
}
