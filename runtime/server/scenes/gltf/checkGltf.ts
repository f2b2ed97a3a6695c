import { limits, SceneFault } from '../sceneFault.ts';
import { checkCompressed } from './compressed.ts';
import type { GltfFile } from './gltfFile.ts';

type Accessor = GltfFile['accessors'][number];

const componentBytes: Readonly<Record<number, number>> = {
  5120: 1,
  5121: 1,
  5122: 2,
  5123: 2,
  5125: 4,
  5126: 4,
};
const components = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 } as const;

/** The bytes of one element. Columns of small matrices are padded to four bytes (glTF 2.0, §3.6.2.4). */
function elementBytes({ componentType, type }: Pick<Accessor, 'componentType' | 'type'>): number {
  const one = componentBytes[componentType] ?? 4;
  const rows = { MAT2: 2, MAT3: 3, MAT4: 4 }[type as 'MAT2'];
  return rows ? rows * Math.ceil((rows * one) / 4) * 4 : one * components[type];
}

/**
 * Throws SceneFault unless every part of a glTF file lies within the one that holds it, so that whoever shows it reads nothing
 * that is not there: views in their buffers, accessors in their views, nodes without circles.
 */
export function checkGltf(file: GltfFile): void {
  file.bufferViews.forEach(({ buffer, byteOffset, byteLength }, n) => {
    const { byteLength: held } = part(file.buffers, buffer, `bufferViews.${n}.buffer`);
    if (byteOffset + byteLength > held)
      throw new SceneFault(`has a view beyond its buffer: bufferViews.${n}`);
  });
  checkCompressed(file);
  file.accessors.forEach((accessor, n) => {
    checkAccessor(file, accessor, `accessors.${n}`);
  });
  const decoded = file.accessors.reduce((sum, accessor) => sum + accessor.count * elementBytes(accessor), 0);
  if (decoded > limits.decodedBytes)
    throw new SceneFault(`unpacks to more than ${limits.decodedBytes / 1e6} MB of geometry`);
  checkMeshes(file);
  checkNodes(file);
}

function part<T>(parts: readonly T[], index: number, where: string): T {
  const found = parts[index];
  if (found === undefined) throw new SceneFault(`refers to something that is not there: ${where}`);
  return found;
}

function checkAccessor(file: GltfFile, accessor: Accessor, where: string): void {
  const { bufferView, byteOffset, count, sparse } = accessor;
  const size = elementBytes(accessor);
  if (bufferView !== undefined) fits(file, { bufferView, byteOffset, count, size }, where);
  if (!sparse) return;
  if (sparse.count > count) throw new SceneFault(`replaces more than it has: ${where}.sparse`);
  const indexSize = componentBytes[sparse.indices.componentType] ?? 4;
  fits(
    file,
    { ...sparse.indices, count: sparse.count, size: indexSize, packed: true },
    `${where}.sparse.indices`,
  );
  fits(file, { ...sparse.values, count: sparse.count, size, packed: true }, `${where}.sparse.values`);
}

interface Elements {
  readonly bufferView: number;
  readonly byteOffset: number;
  readonly count: number;
  readonly size: number;
  readonly packed?: boolean;
}

function fits(
  file: GltfFile,
  { bufferView, byteOffset, count, size, packed }: Elements,
  where: string,
): void {
  const view = part(file.bufferViews, bufferView, `${where}.bufferView`);
  const stride = (!packed && view.byteStride) || size;
  if (count > 0 && byteOffset + stride * (count - 1) + size > view.byteLength)
    throw new SceneFault(`has elements beyond their view: ${where}`);
}

function checkMeshes({ meshes, accessors }: GltfFile): void {
  meshes.forEach(({ primitives }, m) => {
    primitives.forEach(({ attributes, indices }, p) => {
      const where = `meshes.${m}.primitives.${p}`;
      for (const [name, accessor] of Object.entries(attributes))
        part(accessors, accessor, `${where}.${name}`);
      if (indices !== undefined) part(accessors, indices, `${where}.indices`);
    });
  });
}

function checkNodes({ nodes, meshes, scenes, skins }: GltfFile): void {
  const parents = new Map<number, number>();
  nodes.forEach(({ children, mesh, skin }, n) => {
    if (mesh !== undefined) part(meshes, mesh, `nodes.${n}.mesh`);
    if (skin !== undefined) part(skins, skin, `nodes.${n}.skin`);
    for (const child of children) {
      part(nodes, child, `nodes.${n}.children`);
      if (parents.has(child)) throw new SceneFault(`has a node with two parents: nodes.${child}`);
      parents.set(child, n);
    }
  });
  for (const { joints } of skins) for (const joint of joints) part(nodes, joint, 'skins.joints');
  for (const { nodes: roots } of scenes) for (const root of roots) part(nodes, root, 'scenes.nodes');
  checkDepth(parents, nodes.length);
}

/** Also finds circles: who walks up in one never arrives. */
function checkDepth(parents: ReadonlyMap<number, number>, nodes: number): void {
  for (let n = 0; n < nodes; n++) {
    let depth = 0;
    for (let at = parents.get(n); at !== undefined; at = parents.get(at))
      if (++depth > limits.treeDepth) throw new SceneFault(`nests nodes deeper than ${limits.treeDepth}`);
  }
}
