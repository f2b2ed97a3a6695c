import type { Mesh } from '@gltf-transform/core';
import { KHRMaterialsUnlit } from '@gltf-transform/extensions';
import { geometry } from '../mesh/geometry.ts';
import { linear } from '../mesh/linear.ts';
import { rectangle } from '../mesh/solids.ts';
import { flag, type Lookup, number, tuple, whole } from '../read.ts';
import type { SceneNode } from '../tree/sceneNode.ts';
import { accessor, type Building, valuesOf } from './building.ts';
import type { Image, Images } from './images.ts';

/** The picture that a Sprite3D shows, as a rectangle; nothing when its texture is not there. */
export function sprite(node: SceneNode, building: Building, images: Images): Mesh | undefined {
  if (node.type !== 'Sprite3D') return undefined;
  const image = images(node.properties.get('texture'));
  if (!image) return undefined;
  const from = valuesOf(node);
  const into = geometry(building.spend);
  const shape = { ...frame(image, from), normal: [0, 0, 1] as const };
  rectangle(into, shape, [1, 1], (u, v) => [
    flag(from, 'flip_h', false) ? 1 - u : u,
    flag(from, 'flip_v', false) ? 1 - v : v,
  ]);
  const { positions, normals, uvs, indices } = into.surface();
  const primitive = building.document
    .createPrimitive()
    .setAttribute('POSITION', accessor(building, 'VEC3', positions))
    .setMaterial(paint(image, from, building));
  if (normals) primitive.setAttribute('NORMAL', accessor(building, 'VEC3', normals));
  if (uvs) primitive.setAttribute('TEXCOORD_0', accessor(building, 'VEC2', uvs));
  if (indices) primitive.setIndices(accessor(building, 'SCALAR', new Uint16Array(indices)));
  noteFrames(from, node, building);
  return building.document.createMesh(node.name).addPrimitive(primitive);
}

/** Sprites face +Z unless their `axis` says X or Y. */
function frame({ width, height }: Image, from: Lookup) {
  const pixel = number(from, 'pixel_size', 0.01);
  const [across, tall] = [width * pixel, height * pixel];
  const [offsetX = 0, offsetY = 0] = tuple(from, 'offset', 2) ?? [];
  const centred = flag(from, 'centered', true);
  const [x, y] = [offsetX * pixel + (centred ? 0 : across / 2), offsetY * pixel + (centred ? 0 : tall / 2)];
  const axes = [
    { centre: [0, y, -x], right: [0, 0, -across], up: [0, tall, 0] },
    { centre: [x, 0, -y], right: [across, 0, 0], up: [0, 0, -tall] },
    { centre: [x, y, 0], right: [across, 0, 0], up: [0, tall, 0] },
  ] as const;
  return axes[whole(from, 'axis', [2, 0, 2]) as 0 | 1 | 2];
}

function paint({ texture }: Image, from: Lookup, { document }: Building) {
  const [red = 1, green = 1, blue = 1, alpha = 1] = tuple(from, 'modulate', 4) ?? [];
  const unit = (value: number) => Math.min(1, Math.max(0, value));
  const material = document
    .createMaterial()
    .setBaseColorTexture(texture)
    .setBaseColorFactor([unit(linear(red)), unit(linear(green)), unit(linear(blue)), unit(alpha)])
    .setMetallicFactor(0)
    .setAlphaMode(number(from, 'alpha_cut', 0) === 0 ? 'BLEND' : 'MASK')
    .setDoubleSided(flag(from, 'double_sided', true));
  if (!flag(from, 'shaded', false))
    material.setExtension('KHR_materials_unlit', document.createExtension(KHRMaterialsUnlit).createUnlit());
  return material;
}

function noteFrames(from: Lookup, node: SceneNode, { warnings }: Building): void {
  const cut =
    number(from, 'hframes', 1) > 1 || number(from, 'vframes', 1) > 1 || flag(from, 'region_enabled', false);
  if (cut) warnings.add('A sprite with frames or a region is shown whole', node.name);
}
