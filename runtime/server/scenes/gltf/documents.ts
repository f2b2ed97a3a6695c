import { type Document, GLB_BUFFER, type JSONDocument, NodeIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS } from '@gltf-transform/extensions';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { beside } from '../files/beside.ts';
import type { WorldSource } from '../files/worldSource.ts';
import { SceneFault } from '../sceneFault.ts';
import type { Warnings } from '../warnings.ts';
import { checkUnpacked, isCompressed } from './compressed.ts';
import type { LoadedGltf } from './gltfBytes.ts';

/** Reads and writes glTF with every extension that the page can read too. */
export async function gltfIo(): Promise<NodeIO> {
  await MeshoptDecoder.ready;
  return new NodeIO()
    .registerExtensions(ALL_EXTENSIONS)
    .registerDependencies({ 'meshopt.decoder': MeshoptDecoder });
}

// One white pixel, in the place of images that are missing.
const whitePixel = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4////fwAJ+wP9KobjigAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** Reads a checked glTF file with the images beside it; one that is missing is white. Throws SceneFault for damaged data. */
export async function documentOf(
  path: string,
  { file, buffers }: LoadedGltf,
  { source, warnings }: { readonly source: WorldSource; readonly warnings: Warnings },
): Promise<Document> {
  const resources: JSONDocument['resources'] = {};
  const json = structuredClone(file) as unknown as JSONDocument['json'];
  json.buffers?.forEach((buffer, n) => {
    const name = n === 0 && buffer.uri === undefined ? GLB_BUFFER : `buffer${n}`;
    if (name !== GLB_BUFFER) buffer.uri = name;
    resources[name] = buffers[n] ?? new Uint8Array();
  });
  json.images?.forEach((image, n) => {
    if (image.uri === undefined) return;
    const found = beside(image.uri, path, source);
    if (!found) warnings.add('An image of a glTF file is missing', `${image.uri.slice(0, 200)} of ${path}`);
    image.mimeType = found ? mimeTypeOf(image.mimeType, image.uri) : 'image/png';
    image.uri = `image${n}`;
    resources[image.uri] = found ?? whitePixel;
  });
  const io = await gltfIo();
  const document = await io.readJSON({ json, resources }).catch((error: Error) => {
    throw new SceneFault(`cannot be read: ${error.message.replace(/\.$/, '')}`);
  });
  if (isCompressed(file)) checkUnpacked(document);
  return document;
}

function mimeTypeOf(stated: string | undefined, uri: string): string {
  if (stated) return stated;
  const inData = /^data:([^;,]+)/.exec(uri)?.[1];
  if (inData) return inData;
  return /\.jpe?g$/i.test(uri) ? 'image/jpeg' : `image/${/\.(\w+)$/.exec(uri)?.[1]?.toLowerCase() ?? 'png'}`;
}
