import { beside } from '../files/beside.ts';
import type { WorldSource } from '../files/worldSource.ts';
import { within } from '../tree/resources.ts';
import { adopt, type SceneNode, sceneNode } from '../tree/sceneNode.ts';
import type { Warnings } from '../warnings.ts';
import { checkGltf } from './checkGltf.ts';
import { openGlb, openGltf } from './container.ts';
import { readable } from './extensions.ts';
import { checkContent, type LoadedGltf } from './gltfBytes.ts';
import { gltfFile } from './gltfFile.ts';

/** The glTF files that a scene has instances of. */
export interface GltfShelf {
  /** The nodes of a file, new ones each time; nothing when it is missing or needs what nobody here can read. */
  readonly instantiate: (path: string, spend: (nodes: number) => void) => SceneNode | undefined;
  readonly open: (path: string) => LoadedGltf | undefined;
}

/** Opens glTF files once, and checks them. Throws SceneFault for broken ones. */
export function gltfShelf(source: WorldSource, warnings: Warnings): GltfShelf {
  const opened = new Map<string, LoadedGltf | undefined>();
  const open = (path: string) => {
    if (!opened.has(path)) opened.set(path, load(path, source, warnings));
    return opened.get(path);
  };
  return {
    open,
    instantiate: (path, spend) => {
      const gltf = open(path);
      return gltf && outline(path, gltf, spend);
    },
  };
}

function load(path: string, source: WorldSource, warnings: Warnings): LoadedGltf | undefined {
  const bytes = source.read(path);
  if (!bytes) return undefined;
  const { json, binary } = path.endsWith('.glb') ? openGlb(bytes) : openGltf(bytes);
  const file = gltfFile(json);
  checkGltf(file);
  const foreign = file.extensionsRequired.filter((name) => !readable.has(name));
  if (foreign.length > 0) {
    warnings.add(`A glTF file needs ${foreign.join(', ')}, which cannot be read here`, path);
    return undefined;
  }
  const buffers = file.buffers.map(({ uri }, n) =>
    uri === undefined ? n === 0 && binary : beside(uri, path, source),
  );
  if (buffers.some((buffer) => !buffer)) {
    warnings.add('A glTF file lacks its buffer', path);
    return undefined;
  }
  const gltf = { file, buffers: buffers.map((buffer) => buffer || undefined) };
  checkContent(gltf);
  return gltf;
}

function outline(path: string, { file }: LoadedGltf, spend: (nodes: number) => void): SceneNode {
  const instance = Symbol(path);
  const grow = (parent: SceneNode, index: number): void => {
    const { name, mesh, children = [] } = file.nodes[index] ?? {};
    spend(1);
    const type = mesh === undefined ? 'Node3D' : 'MeshInstance3D';
    const node = adopt(parent, sceneNode(name || `Node${index}`, type, { gltf: { path, index, instance } }));
    for (const child of children) grow(node, child);
  };
  spend(1);
  const root = sceneNode('', 'Node3D', { gltf: { path, index: -1, instance } });
  const roots = (file.scenes[file.scene] ?? file.scenes[0])?.nodes ?? [];
  within(path, () => {
    for (const index of roots) grow(root, index);
  });
  return root;
}
