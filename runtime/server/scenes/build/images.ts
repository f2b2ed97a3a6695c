import { ImageUtils, type Texture } from '@gltf-transform/core';
import { EXTTextureWebP } from '@gltf-transform/extensions';
import { limits } from '../sceneFault.ts';
import type { Property } from '../tree/sceneNode.ts';
import type { Building } from './building.ts';

/** An image of the document. */
export interface Image {
  readonly texture: Texture;
  readonly width: number;
  readonly height: number;
}

/** Finds the image that a property refers to; nothing, with a warning, when it cannot be shown. */
export type Images = (property: Property | undefined) => Image | undefined;

const mimeTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
};

/** Takes images into the document as they are, each once. */
export function images(building: Building): Images {
  const known = new Map<string, Image | undefined>();
  return (property) => {
    const found = building.resources.follow(property);
    if (!found) return undefined;
    if (found.resource) {
      const { type, key } = found.resource;
      building.warnings.add(`A texture that Godot makes while it runs (${type}) is left out`, key);
      return undefined;
    }
    if (!known.has(found.file)) known.set(found.file, load(found.file, building));
    return known.get(found.file);
  };
}

function load(path: string, { document, source, warnings }: Building): Image | undefined {
  const mimeType = mimeTypes[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
  if (!mimeType) {
    warnings.add('An image is left out that is no PNG, JPEG or WebP', path);
    return undefined;
  }
  const bytes = source.read(path);
  const size = bytes && imageSize(bytes, mimeType);
  if (!bytes || !size) {
    warnings.add('An image is broken or is not of the kind that its name says', path);
    return undefined;
  }
  const [width, height] = size;
  if (Math.max(width, height) > limits.imageSide) {
    warnings.add(`An image is larger than ${limits.imageSide} pixels and left out`, path);
    return undefined;
  }
  if (mimeType === 'image/webp') document.createExtension(EXTTextureWebP).setRequired(true);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { texture: document.createTexture(name).setImage(bytes).setMimeType(mimeType), width, height };
}

/** Width and height in pixels, or nothing when the bytes are no such image. */
export function imageSize(
  bytes: Uint8Array<ArrayBuffer>,
  mimeType: string,
): readonly [number, number] | undefined {
  // Registers the size of WebP with the library.
  EXTTextureWebP.register();
  try {
    const size = ImageUtils.getMimeType(bytes) === mimeType ? ImageUtils.getSize(bytes, mimeType) : null;
    return size && size[0] > 0 && size[1] > 0 ? size : undefined;
  } catch {
    return undefined;
  }
}
