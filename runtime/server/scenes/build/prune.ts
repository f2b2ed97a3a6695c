import { type Property, PropertyType } from '@gltf-transform/core';
import type { Building } from './building.ts';

/** Takes out what no node shows, and what glTF does not allow: a buffer without content and a scene without nodes. */
export function prune({ document, scene, buffer }: Pick<Building, 'document' | 'scene' | 'buffer'>): void {
  const root = document.getRoot();
  // What is used last comes first: without a mesh, its materials and numbers are not needed either.
  for (const list of [
    root.listMeshes(),
    root.listSkins(),
    root.listCameras(),
    root.listMaterials(),
    root.listTextures(),
    root.listAccessors(),
  ])
    for (const property of list) if (!used(property)) dispose(property);
  if (root.listAccessors().length === 0) buffer.dispose();
  if (scene.listChildren().length === 0) scene.addChild(document.createNode(scene.getName()));
}

const used = (property: Property) =>
  property.listParents().some((parent) => parent.propertyType !== PropertyType.ROOT);

function dispose(property: Property): void {
  const primitives =
    property.propertyType === PropertyType.MESH ? property.getGraph().listChildren(property) : [];
  property.dispose();
  for (const primitive of primitives) if (primitive.listParents().length === 0) primitive.dispose();
}
