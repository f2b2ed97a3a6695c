import type { AnimationClip, Group } from 'three';
import { type GLTF, GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import type { SceneExtras } from '../../shared/sceneExtras.ts';

/** A scene as it came, before it is shown. */
export interface SceneRead {
  readonly root: Group;
  readonly animations: readonly AnimationClip[];
  /** What the scene says about its surroundings; a file that was not made from a Godot scene says nothing. */
  readonly extras: Partial<SceneExtras>;
}

const compressed = 'EXT_meshopt_compression';

/** Reads a GLB. Throws a sentence when it is damaged. */
export async function readScene(bytes: ArrayBuffer): Promise<SceneRead> {
  const loader = new GLTFLoader();
  if (jsonOf(bytes).includes(compressed)) {
    const { MeshoptDecoder } = await import('three/addons/libs/meshopt_decoder.module.js');
    loader.setMeshoptDecoder(MeshoptDecoder);
  }
  const gltf = await parsed(loader, bytes);
  return { root: gltf.scene, animations: gltf.animations, extras: gltf.scene.userData };
}

async function parsed(loader: GLTFLoader, bytes: ArrayBuffer): Promise<GLTF> {
  try {
    return await loader.parseAsync(bytes, '');
  } catch (cause) {
    throw new Error('Its file is damaged.', { cause });
  }
}

/** The JSON of a GLB, which comes first: a header of 12 bytes, then the chunk's length and type. Empty when there is none. */
function jsonOf(bytes: ArrayBuffer): string {
  if (bytes.byteLength < 20) return '';
  const length = new DataView(bytes).getUint32(12, true);
  return new TextDecoder().decode(bytes.slice(20, 20 + length));
}
