import { type Object3D, Quaternion, Vector3 } from 'three';
import type { NodeExtras } from '../../shared/sceneExtras.ts';

const eye = new Vector3();
const place = new Vector3();
const turn = new Quaternion();
const parentTurn = new Quaternion();

/** Finds the nodes that turn to the viewer. What is answered turns them, and is called for each frame. */
export function turning(root: Object3D): (viewer: Object3D) => void {
  const nodes: [Object3D, 'all' | 'y'][] = [];
  root.traverse((object) => {
    const { billboard } = object.userData as NodeExtras;
    if (billboard) nodes.push([object, billboard]);
  });
  return (viewer) => {
    if (nodes.length === 0) return;
    viewer.getWorldPosition(eye);
    viewer.getWorldQuaternion(turn);
    for (const [node, axes] of nodes) {
      if (axes === 'all' && node.parent) {
        node.quaternion.copy(node.parent.getWorldQuaternion(parentTurn).invert().multiply(turn));
        continue;
      }
      faceLevel(node);
    }
  };
}

// Object3D.lookAt turns +Z of what is no camera to the point, which is the side that labels are read from.
function faceLevel(node: Object3D): void {
  place.set(eye.x, node.matrixWorld.elements[13], eye.z);
  node.lookAt(place);
}
