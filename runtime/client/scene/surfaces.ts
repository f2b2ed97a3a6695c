import {
  BoxGeometry,
  type BufferGeometry,
  CapsuleGeometry,
  CylinderGeometry,
  Mesh,
  type Object3D,
  PlaneGeometry,
  SphereGeometry,
  Vector3,
} from 'three';
import type { Collider, NodeExtras } from '../../shared/sceneExtras.ts';

const endlessMetres = 1000;

/**
 * What a visitor may teleport to: the surfaces that a scene names, or all its meshes when it names none. Colliders become meshes
 * that are not drawn.
 */
export function surfaces(root: Object3D): readonly Mesh[] {
  const named: Object3D[] = [];
  const all: Mesh[] = [];
  root.traverse((object) => {
    if (object instanceof Mesh) all.push(object);
    if ((object.userData as NodeExtras).teleport) named.push(object);
  });
  return named.length > 0 ? named.flatMap(surfacesOf) : all;
}

function surfacesOf(node: Object3D): Mesh[] {
  const { collider } = node.userData as NodeExtras;
  if (collider) {
    const solid = new Mesh(geometry(collider));
    solid.visible = false;
    node.add(solid);
    return [solid];
  }
  const own = [node, ...node.children];
  return own.filter((object): object is Mesh => object instanceof Mesh);
}

function geometry(collider: Collider): BufferGeometry {
  switch (collider.shape) {
    case 'box':
      return new BoxGeometry(...collider.size);
    case 'sphere':
      return new SphereGeometry(collider.radius);
    case 'capsule':
      return new CapsuleGeometry(collider.radius, collider.height - 2 * collider.radius);
    case 'cylinder':
      return new CylinderGeometry(collider.radius, collider.radius, collider.height);
    case 'plane': {
      const normal = new Vector3(...collider.normal).normalize();
      const plane = new PlaneGeometry(endlessMetres, endlessMetres);
      return plane.lookAt(normal).translate(...normal.multiplyScalar(collider.distance).toArray());
    }
  }
}
