import type { Node } from '@gltf-transform/core';
import type { NodeExtras, SceneExtras } from '../../shared/sceneExtras.ts';
import { animations } from './build/animations.ts';
import { type Building, building, valuesOf } from './build/building.ts';
import { camera } from './build/cameras.ts';
import { environment } from './build/environment.ts';
import { gltfNodes } from './build/gltfNodes.ts';
import { images } from './build/images.ts';
import { light } from './build/lights.ts';
import { materials } from './build/materials.ts';
import { meshes } from './build/meshes.ts';
import { nodeExtras } from './build/nodeExtras.ts';
import { makeNodes } from './build/nodes.ts';
import { gltfPlacement, placementOf } from './build/placement.ts';
import { places } from './build/places.ts';
import { prune } from './build/prune.ts';
import { sprite } from './build/sprites.ts';
import { type Input, type WorldSource, worldSource } from './files/worldSource.ts';
import { type Copies, copies } from './gltf/copies.ts';
import { documentOf, gltfIo } from './gltf/documents.ts';
import { servedGlb } from './gltf/servedGlb.ts';
import { type GltfShelf, gltfShelf } from './gltf/shelf.ts';
import { SceneFault } from './sceneFault.ts';
import { poseBones } from './tree/poses.ts';
import { resources } from './tree/resources.ts';
import type { SceneNode } from './tree/sceneNode.ts';
import { sceneTree } from './tree/sceneTree.ts';
import { trianglesOf } from './triangles.ts';
import { type Warnings, warnings } from './warnings.ts';

/** A scene as GLB. The same files give the same bytes. */
export interface Compilation {
  readonly glb: Uint8Array<ArrayBuffer>;
  readonly warnings: readonly string[];
  readonly nodes: number;
  readonly triangles: number;
}

/** What came of a scene, and every file that this depends on. */
export type Outcome = { readonly inputs: readonly Input[] } & (
  | { readonly compilation: Compilation; readonly fault?: never }
  /** Why it cannot be shown, as the end of a sentence; absent when there is no such scene. */
  | { readonly compilation?: never; readonly fault: string | undefined }
);

/** Compiles a scene of the world in a directory, by its checked path. `noted` hears of each input as it is looked at. */
export async function compile(
  directory: string,
  path: string,
  noted?: (input: Input) => void,
): Promise<Outcome> {
  const source = worldSource(directory, noted);
  const warned = warnings();
  try {
    const compilation = path.endsWith('.glb')
      ? await servedGlb(path, source, warned)
      : await compiledTree(path, source, warned);
    return compilation
      ? { compilation, inputs: source.inputs() }
      : { fault: undefined, inputs: source.inputs() };
  } catch (error) {
    if (!(error instanceof SceneFault)) throw error;
    return { fault: error.message, inputs: source.inputs() };
  }
}

async function compiledTree(
  path: string,
  source: WorldSource,
  warned: Warnings,
): Promise<Compilation | undefined> {
  const gltfs = gltfShelf(source, warned);
  const parts = { resources: resources(source, warned), gltfs, warnings: warned };
  const root = sceneTree(path, parts);
  if (!root) return undefined;
  const nodes = inOrder(root);
  poseBones(nodes, gltfs);
  const making = building({ ...parts, source });
  const copied = await gltfCopies(nodes, making);
  fillDocument(root, nodes, making, copied);
  const { document } = making;
  prune(making);
  const glb = (await (await gltfIo()).writeBinary(document)) as Uint8Array<ArrayBuffer>;
  return {
    glb,
    warnings: warned.list(),
    nodes: document.getRoot().listNodes().length,
    triangles: trianglesOf(document),
  };
}

const inOrder = (node: SceneNode): SceneNode[] => [node, ...[...node.children.values()].flatMap(inOrder)];

async function gltfCopies(
  nodes: readonly SceneNode[],
  making: Building,
): Promise<ReadonlyMap<string, Copies>> {
  const found = new Map<string, Copies>();
  for (const path of new Set(nodes.flatMap(({ gltf }) => (gltf ? [gltf.path] : [])))) {
    const gltf = making.gltfs.open(path);
    if (gltf) found.set(path, copies(await documentOf(path, gltf, making), making.document));
  }
  return found;
}

function fillDocument(
  root: SceneNode,
  nodes: readonly SceneNode[],
  making: Building,
  copied: ReadonlyMap<string, Copies>,
): void {
  const pictures = images(making);
  const painted = materials(making, pictures);
  const meshOf = meshes(making, painted);
  const fromGltf = gltfNodes(making, copied);
  const extras = new Map(nodes.map((node) => [node, nodeExtras(node, making)]));
  const { spawns, teleports } = places({
    nodes,
    gltfs: making.gltfs,
    warnings: making.warnings,
    hasCollider: (node) => extras.get(node)?.collider !== undefined,
  });
  const fill = (node: SceneNode, into: Node) => {
    fromGltf.fill(node, into);
    const mesh = meshOf(node, into.getMesh()) ?? sprite(node, making, pictures);
    if (mesh) into.setMesh(mesh);
    light(node, into, making);
    camera(node, into, making);
    const told: NodeExtras = {
      ...extras.get(node),
      ...(spawns.has(node) && { spawn: true }),
      ...(teleports.has(node) && { teleport: true }),
    };
    if (Object.keys(told).length > 0) into.setExtras({ ...told });
  };
  const made = makeNodes(root, making, { placement: placement(making.gltfs), fill });
  const instanced = fromGltf.finish().map((name) => ({ name, loop: false, autoplay: false }));
  const told: SceneExtras = {
    environment: environment(nodes, making),
    animations: [...animations(nodes, made, making), ...instanced],
  };
  making.scene.setName(root.name).setExtras({ ...told });
}

const placement = (gltfs: GltfShelf) => (node: SceneNode) => {
  const { gltf } = node;
  const usual =
    gltf && node.type !== 'Skeleton3D' ? gltfs.open(gltf.path)?.file.nodes[gltf.index] : undefined;
  return placementOf(valuesOf(node), gltfPlacement(usual));
};
