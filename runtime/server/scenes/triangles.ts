import type { Document, Primitive } from '@gltf-transform/core';

/** How many triangles a document draws: those of a mesh count for every node that shows it. */
export function trianglesOf(document: Document): number {
  const meshes = document
    .getRoot()
    .listNodes()
    .flatMap((node) => node.getMesh() ?? []);
  return meshes.flatMap((mesh) => mesh.listPrimitives()).reduce((sum, part) => sum + triangles(part), 0);
}

function triangles(primitive: Primitive): number {
  const count = (primitive.getIndices() ?? primitive.getAttribute('POSITION'))?.getCount() ?? 0;
  return trianglesIn(primitive.getMode(), count);
}

/** Triangles in so many corners, by the mode of a primitive: 4 a list, 5 a strip, 6 a fan. */
export function trianglesIn(mode: number, corners: number): number {
  if (mode === 4) return Math.floor(corners / 3);
  return mode > 4 ? Math.max(0, corners - 2) : 0;
}
