import type { Animation, AnimationChannel, Document, Node, Skin } from '@gltf-transform/core';
import type { Copies } from '../gltf/copies.ts';
import type { SceneNode } from '../tree/sceneNode.ts';
import type { Building } from './building.ts';

/** Fills nodes that come from glTF files. */
export interface GltfNodes {
  /** Gives a node what it has in its file: mesh, camera, light. Bones and animations follow when all nodes are there. */
  readonly fill: (node: SceneNode, into: Node) => void;
  /** Joins bones to meshes and makes the animations of every instance. Answers the names of the animations. */
  readonly finish: () => readonly string[];
}

/** One instance of a file: its nodes by their index there. */
interface Instance {
  readonly path: string;
  readonly nodes: Map<number, Node>;
}

export function gltfNodes(building: Building, copied: ReadonlyMap<string, Copies>): GltfNodes {
  const instances = new Map<symbol, Instance>();
  return {
    fill: ({ gltf }, into) => {
      if (!gltf || gltf.index < 0) return;
      const instance = instances.get(gltf.instance) ?? { path: gltf.path, nodes: new Map() };
      instances.set(gltf.instance, instance);
      if (instance.nodes.has(gltf.index)) return;
      instance.nodes.set(gltf.index, into);
      content(copied.get(gltf.path), gltf.index, into);
    },
    finish: () => {
      const names: string[] = [];
      for (const instance of instances.values()) {
        const copies = copied.get(instance.path);
        if (!copies) continue;
        bones(instance, copies, building);
        names.push(...animations(instance, copies, building));
      }
      return names;
    },
  };
}

function content(copies: Copies | undefined, index: number, into: Node): void {
  const original = copies?.nodes[index];
  if (!copies || !original) return;
  const mesh = original.getMesh();
  const camera = original.getCamera();
  if (mesh) into.setMesh(copies.of(mesh));
  if (camera) into.setCamera(copies.of(camera));
  if (original.getWeights().length > 0) into.setWeights(original.getWeights());
  for (const extension of original.listExtensions())
    into.setExtension(extension.extensionName, copies.of(extension));
}

function bones(instance: Instance, copies: Copies, { document }: Building): void {
  const skins = new Map(
    copies.skins.map((original) => [original, skinOf(original, instance, { copies, document })]),
  );
  for (const [index, node] of instance.nodes) {
    const original = copies.nodes[index]?.getSkin();
    const skin = original && skins.get(original);
    if (skin) node.setSkin(skin);
  }
}

/** The copy of a skin for an instance; nothing unless all its bones are there. */
function skinOf(
  original: Skin,
  instance: Instance,
  { copies, document }: { readonly copies: Copies; readonly document: Document },
): Skin | undefined {
  const joints = jointsOf(original, instance, copies);
  if (joints.length === 0) return undefined;
  const skin = document.createSkin(original.getName());
  for (const joint of joints) skin.addJoint(joint);
  const matrices = original.getInverseBindMatrices();
  return matrices ? skin.setInverseBindMatrices(copies.of(matrices)) : skin;
}

/** The bones of a skin in an instance; none unless all are there. */
function jointsOf(skin: Skin, { nodes }: Instance, copies: Copies): Node[] {
  const joints = skin.listJoints();
  const present = joints.flatMap((joint) => copyOf(joint, nodes, copies) ?? []);
  return present.length === joints.length ? present : [];
}

const copyOf = (original: Node | null, nodes: Instance['nodes'], copies: Copies): Node | undefined =>
  original ? nodes.get(copies.nodes.indexOf(original)) : undefined;

function animations({ nodes }: Instance, copies: Copies, { document }: Building): string[] {
  return copies.animations.flatMap((original) => {
    const animation = document.createAnimation(original.getName());
    for (const channel of original.listChannels()) {
      const node = copyOf(channel.getTargetNode(), nodes, copies);
      if (node) copyChannel(channel, node, animation, { document, copies });
    }
    if (animation.listChannels().length > 0) return [animation.getName()];
    animation.dispose();
    return [];
  });
}

function copyChannel(
  channel: AnimationChannel,
  node: Node,
  into: Animation,
  { document, copies }: { readonly document: Document; readonly copies: Copies },
): void {
  const sampler = channel.getSampler();
  const property = channel.getTargetPath();
  if (!sampler || !property) return;
  const copy = copies.of(sampler);
  into.addSampler(copy);
  into.addChannel(
    document.createAnimationChannel().setTargetNode(node).setTargetPath(property).setSampler(copy),
  );
}
