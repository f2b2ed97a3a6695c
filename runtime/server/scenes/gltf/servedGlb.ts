import { imageSize } from '../build/images.ts';
import type { Compilation } from '../compile.ts';
import type { WorldSource } from '../files/worldSource.ts';
import { limits, SceneFault } from '../sceneFault.ts';
import { trianglesIn } from '../triangles.ts';
import type { Warnings } from '../warnings.ts';
import { checkGltf } from './checkGltf.ts';
import { isCompressed } from './compressed.ts';
import { openGlb } from './container.ts';
import { documentOf } from './documents.ts';
import { served } from './extensions.ts';
import { checkContent } from './gltfBytes.ts';
import { type GltfFile, gltfFile } from './gltfFile.ts';

/** A `.glb` that is a scene itself: checked, and served as it is. Nothing when there is none. Throws SceneFault. */
export async function servedGlb(
  path: string,
  source: WorldSource,
  warnings: Warnings,
): Promise<Compilation | undefined> {
  const glb = source.read(path);
  if (!glb) return undefined;
  const { json, binary } = openGlb(glb);
  const file = gltfFile(json);
  checkGltf(file);
  const foreign = file.extensionsRequired.filter((name) => !served.has(name));
  if (foreign.length > 0) throw new SceneFault(`needs ${foreign.join(', ')}, which the page cannot read`);
  if (file.buffers.some(({ uri }, n) => n > 0 || uri !== undefined))
    throw new SceneFault('keeps its buffers in other files');
  if (file.images.some(({ uri }) => uri !== undefined && !uri.startsWith('data:')))
    warnings.add('Images in other files are not shown', path);
  checkContent({ file, buffers: [binary] });
  // Reading it unpacks what is compressed, and checks that.
  if (isCompressed(file)) await documentOf(path, { file, buffers: [binary] }, { source, warnings });
  checkImages(file, binary);
  return { glb, warnings: warnings.list(), nodes: file.nodes.length, triangles: triangles(file) };
}

function checkImages({ images, bufferViews }: GltfFile, binary: Uint8Array<ArrayBuffer> | undefined): void {
  images.forEach(({ bufferView, mimeType }, n) => {
    const view = bufferView === undefined ? undefined : bufferViews[bufferView];
    if (bufferView === undefined) return;
    if (!view || !binary || !mimeType) throw new SceneFault(`has an image that is not there: images.${n}`);
    const bytes = binary.subarray(view.byteOffset, view.byteOffset + view.byteLength);
    // What is no PNG, JPEG or WebP is of an extension; browsers bound those themselves.
    const size = imageSize(bytes, mimeType);
    if (size && Math.max(...size) > limits.imageSide)
      throw new SceneFault(`has an image larger than ${limits.imageSide} pixels: images.${n}`);
  });
}

function triangles({ nodes, meshes, accessors }: GltfFile): number {
  const ofMesh = meshes.map(({ primitives }) =>
    primitives.reduce((sum, { mode, indices, attributes }) => {
      const corners = accessors[indices ?? attributes['POSITION'] ?? -1]?.count ?? 0;
      return sum + trianglesIn(mode, corners);
    }, 0),
  );
  return nodes.reduce((sum, { mesh }) => sum + (mesh === undefined ? 0 : (ofMesh[mesh] ?? 0)), 0);
}
