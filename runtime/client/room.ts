import {
  BoxGeometry,
  type BufferGeometry,
  Color,
  DoubleSide,
  FrontSide,
  Group,
  Mesh,
  MeshStandardMaterial,
  PlaneGeometry,
  SphereGeometry,
  SRGBColorSpace,
} from 'three';
import type { Drawing, Mesh as DrawnMesh, DrawnNode } from '../shared/drawing.ts';

/** Builds what three.js shows of a drawing, node by node as in the scene. */
export function room({ nodes }: Drawing): Group {
  const root = new Group();
  const groups = new Map<string, Group>();
  for (const node of nodes) {
    const group = placed(node);
    groups.set(node.path, group);
    const parent = node.parent === undefined ? root : (groups.get(node.parent) ?? root);
    parent.add(group);
  }
  return root;
}

/** Frees what the room holds on the graphics card. */
export function dispose(room: Group): void {
  room.removeFromParent();
  room.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    object.geometry.dispose();
    object.material.dispose();
  });
}

function placed({ path, transform, mesh }: DrawnNode): Group {
  const group = new Group();
  group.name = path;
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1, x = 0, y = 0, z = 0] = transform;
  group.matrixAutoUpdate = false;
  group.matrix.set(a, b, c, x, d, e, f, y, g, h, i, z, 0, 0, 0, 1);
  if (mesh) group.add(new Mesh(geometry(mesh), material(mesh)));
  return group;
}

function geometry({ shape, size: [x, y, z] }: DrawnMesh): BufferGeometry {
  switch (shape) {
    case 'box':
      return new BoxGeometry(x, y, z);
    case 'sphere':
      return new SphereGeometry(0.5, 32, 20).scale(x, y, z);
    case 'plane':
      return new PlaneGeometry(x, z).rotateX(-Math.PI / 2);
  }
}

const material = ({ shape, color: [red, green, blue] }: DrawnMesh) =>
  new MeshStandardMaterial({
    color: new Color().setRGB(red, green, blue, SRGBColorSpace),
    roughness: 0.65,
    side: shape === 'plane' ? DoubleSide : FrontSide,
  });
