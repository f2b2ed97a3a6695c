import type { Document } from '@gltf-transform/core';
import * as z from 'zod';
import { limits, SceneFault } from '../sceneFault.ts';
import type { GltfFile } from './gltfFile.ts';

export const meshopt = 'EXT_meshopt_compression';

const count = z.int().min(0);
const Compressed = z.looseObject({
  buffer: count,
  byteOffset: count.default(0),
  byteLength: count,
  byteStride: z.int().min(1).max(256),
  count,
});

export const isCompressed = (file: GltfFile): boolean =>
  file.bufferViews.some(({ extensions }) => extensions?.[meshopt] !== undefined);

/** Throws SceneFault unless compressed views lie in their buffers and unpack to as many bytes as they state. */
export function checkCompressed({ bufferViews, buffers }: GltfFile): void {
  bufferViews.forEach(({ extensions, byteLength }, n) => {
    if (extensions?.[meshopt] === undefined) return;
    const { data } = Compressed.safeParse(extensions[meshopt]);
    const held = data && buffers[data.buffer]?.byteLength;
    const unpacked = data ? data.count * data.byteStride : 0;
    const fits = data && held !== undefined && data.byteOffset + data.byteLength <= held;
    if (!fits || unpacked !== byteLength || unpacked > limits.decodedBytes)
      throw new SceneFault(`has compressed data of a wrong size: bufferViews.${n}`);
  });
}

/** Throws SceneFault when an index that was unpacked points to a vertex that is not there. */
export function checkUnpacked(document: Document): void {
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) {
      const vertices = primitive.getAttribute('POSITION')?.getCount() ?? 0;
      const indices = primitive.getIndices()?.getArray() ?? [];
      if (Array.prototype.some.call(indices, (index: number) => index >= vertices))
        throw new SceneFault(`has an index beyond its vertices in the mesh ${mesh.getName()}`);
    }
}
