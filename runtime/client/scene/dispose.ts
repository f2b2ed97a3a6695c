import { type Material, Mesh, type Object3D, Texture } from 'three';

/** Takes a scene away and frees what it holds on the graphics card. */
export function dispose(root: Object3D): void {
  root.removeFromParent();
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    object.geometry.dispose();
    const materials: Material[] = [object.material].flat();
    materials.forEach(disposeMaterial);
  });
}

function disposeMaterial(material: Material): void {
  for (const value of Object.values(material)) {
    if (!(value instanceof Texture)) continue;
    value.dispose();
    if (value.image instanceof ImageBitmap) value.image.close();
  }
  material.dispose();
}
