import { SceneFault } from '../sceneFault.ts';
import type { GltfFile } from './gltfFile.ts';

/** A glTF file with the content of its buffers; a buffer that is kept elsewhere and was not found is undefined. */
export interface LoadedGltf {
  readonly file: GltfFile;
  readonly buffers: readonly (Uint8Array<ArrayBuffer> | undefined)[];
}

/** Throws SceneFault when a buffer is shorter than stated, or an index points to a vertex that is not there. */
export function checkContent({ file, buffers }: LoadedGltf): void {
  file.buffers.forEach(({ byteLength }, n) => {
    const { length } = buffers[n] ?? { length: byteLength };
    if (length < byteLength) throw new SceneFault(`has a buffer that is shorter than stated: buffers.${n}`);
  });
  file.meshes.forEach(({ primitives }, m) => {
    primitives.forEach(({ attributes, indices }, p) => {
      const vertices = file.accessors[attributes['POSITION'] ?? -1]?.count;
      if (indices === undefined || vertices === undefined) return;
      if (largestIndex({ file, buffers }, indices) >= vertices)
        throw new SceneFault(`has an index beyond its vertices: meshes.${m}.primitives.${p}`);
    });
  });
  checkSparse({ file, buffers });
}

function checkSparse(gltf: LoadedGltf): void {
  gltf.file.accessors.forEach(({ count, sparse }, n) => {
    if (!sparse) return;
    const { indices } = sparse;
    if (largest(gltf, { ...indices, count: sparse.count }) >= count)
      throw new SceneFault(`replaces elements that it does not have: accessors.${n}.sparse`);
  });
}

function largestIndex(gltf: LoadedGltf, accessor: number): number {
  const { bufferView, byteOffset = 0, count = 0, componentType = 5125 } = gltf.file.accessors[accessor] ?? {};
  return bufferView === undefined ? 0 : largest(gltf, { bufferView, byteOffset, count, componentType });
}

interface Indices {
  readonly bufferView: number;
  readonly byteOffset: number;
  readonly count: number;
  readonly componentType: number;
}

/** The largest of some whole numbers; -1 when there are none, or their buffer is not here or is compressed. */
function largest(
  { file, buffers }: LoadedGltf,
  { bufferView, byteOffset, count, componentType }: Indices,
): number {
  const view = file.bufferViews[bufferView];
  const bytes = view && !view.extensions && buffers[view.buffer];
  if (!bytes) return -1;
  const data = new DataView(bytes.buffer, bytes.byteOffset + view.byteOffset + byteOffset);
  const size = componentType === 5121 ? 1 : componentType === 5123 ? 2 : 4;
  const stride = view.byteStride ?? size;
  let found = -1;
  for (let n = 0; n < count; n++) found = Math.max(found, readIndex(data, n * stride, size));
  return found;
}

function readIndex(data: DataView, at: number, size: number): number {
  if (size === 1) return data.getUint8(at);
  return size === 2 ? data.getUint16(at, true) : data.getUint32(at, true);
}
