import { type Accessor, type Buffer, Document, type Scene } from '@gltf-transform/core';
import type { WorldSource } from '../files/worldSource.ts';
import type { GltfShelf } from '../gltf/shelf.ts';
import { type Spend, vertexBudget } from '../mesh/geometry.ts';
import type { Lookup } from '../read.ts';
import type { Resource, Resources } from '../tree/resources.ts';
import type { SceneNode } from '../tree/sceneNode.ts';
import type { Warnings } from '../warnings.ts';

/** What a scene is made from, and the glTF document that it becomes. */
export interface Building {
  readonly document: Document;
  readonly scene: Scene;
  readonly buffer: Buffer;
  readonly source: WorldSource;
  readonly resources: Resources;
  readonly gltfs: GltfShelf;
  readonly warnings: Warnings;
  readonly spend: Spend;
}

type Given = Pick<Building, 'source' | 'resources' | 'gltfs' | 'warnings'>;

/** An empty document. */
export function building(given: Given): Building {
  const document = new Document();
  const scene = document.createScene();
  document.getRoot().setDefaultScene(scene);
  return { ...given, document, scene, buffer: document.createBuffer(), spend: vertexBudget() };
}

/** The values of a node by name. */
export const valuesOf =
  (node: SceneNode): Lookup =>
  (name) =>
    node.properties.get(name)?.value;

/** The values of a resource by name. */
export const valuesIn =
  (resource: Resource | undefined): Lookup =>
  (name) =>
    resource?.properties.get(name);

type Type = 'SCALAR' | 'VEC2' | 'VEC3' | 'VEC4';

/** Puts numbers into the document. */
export const accessor = (
  { document, buffer }: Building,
  type: Type,
  numbers: Float32Array | Uint32Array | Uint16Array,
): Accessor =>
  document
    .createAccessor()
    .setType(type)
    .setArray(numbers as Float32Array<ArrayBuffer>)
    .setBuffer(buffer);
