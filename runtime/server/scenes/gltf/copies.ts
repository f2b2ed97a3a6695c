import {
  type Accessor,
  type Animation,
  type Document,
  type Node,
  type Property,
  PropertyType,
  type Skin,
} from '@gltf-transform/core';
import { meshopt } from './compressed.ts';

/** Copies of what nodes of another document need, in the document that a scene becomes. */
export interface Copies {
  /** The nodes of the other document, in the order of its file. */
  readonly nodes: readonly Node[];
  readonly skins: readonly Skin[];
  readonly animations: readonly Animation[];
  /** The copy of something of the other document. */
  readonly of: <T extends Property>(original: T) => T;
}

type Made<T> = new (graph: ReturnType<Document['getGraph']>) => T;

/** Copies meshes, cameras, lights, materials and all they need, once; nodes are made anew for each instance. */
export function copies(from: Document, into: Document): Copies {
  const root = from.getRoot();
  // What was compressed is not any more.
  for (const extension of root.listExtensionsUsed().filter(({ extensionName }) => extensionName !== meshopt))
    into
      .createExtension(extension.constructor as Parameters<Document['createExtension']>[0])
      .setRequired(extension.isRequired());
  const nodes = root.listNodes();
  const wanted: Property[] = [
    ...root.listMeshes(),
    ...root.listCameras(),
    ...root.listSkins().flatMap((skin) => skin.getInverseBindMatrices() ?? []),
    ...root.listAnimations().flatMap((animation) => animation.listSamplers()),
    ...nodes.flatMap((node) => node.listExtensions()),
  ];
  const made = new Map<Property, Property>();
  // The copy of a texture's settings is made with the material that they belong to.
  for (const property of withParts(wanted))
    if (property.propertyType !== PropertyType.TEXTURE_INFO)
      made.set(property, new (property.constructor as Made<Property>)(into.getGraph()));
  const of = <T extends Property>(original: T): T => (made.get(original) ?? original) as T;
  for (const [original, copy] of made) copy.copy(original as never, of as never);
  ownBuffer(into);
  return { nodes, skins: root.listSkins(), animations: root.listAnimations(), of };
}

function withParts(properties: readonly Property[]): Set<Property> {
  const found = new Set<Property>();
  const queue = [...properties];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    queue.push(...(next.getGraph().listChildren(next) as Property[]));
  }
  return found;
}

/** A GLB has one buffer. */
function ownBuffer(document: Document): void {
  const [own, ...others] = document.getRoot().listBuffers();
  if (!own) return;
  document
    .getRoot()
    .listAccessors()
    .forEach((accessor: Accessor) => void accessor.setBuffer(own));
  for (const other of others) other.dispose();
}
