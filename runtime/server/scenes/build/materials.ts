import type { Material, Texture, TextureInfo } from '@gltf-transform/core';
import {
  KHRMaterialsEmissiveStrength,
  KHRMaterialsUnlit,
  KHRTextureTransform,
} from '@gltf-transform/extensions';
import { linear } from '../mesh/linear.ts';
import { flag, type Lookup, number, tuple, vector } from '../read.ts';
import type { Resource } from '../tree/resources.ts';
import { type Building, valuesIn } from './building.ts';
import type { Images } from './images.ts';
import { noteUnshown } from './unshownFeatures.ts';

/** Makes glTF materials of Godot's. */
export interface Materials {
  /** The material of a resource, each once. Nothing, with a warning, for those that are shaders. */
  readonly of: (resource: Resource | undefined) => Material | undefined;
  /** Whether it paints with the colours of the vertices. */
  readonly usesColors: (resource: Resource | undefined) => boolean;
}

const known = new Set(['StandardMaterial3D', 'ORMMaterial3D', 'SpatialMaterial']);

/** Materials of a document. */
export function materials(building: Building, images: Images): Materials {
  const made = new Map<string, Material | undefined>();
  const make = (resource: Resource) => {
    if (known.has(resource.type)) return standard(resource, building, images);
    building.warnings.add(`A material of type ${resource.type} is shown plain`, resource.key);
    return undefined;
  };
  return {
    of: (resource) => {
      if (!resource) return undefined;
      if (!made.has(resource.key)) made.set(resource.key, make(resource));
      return made.get(resource.key);
    },
    usesColors: (resource) => flag(valuesIn(resource), 'vertex_color_use_as_albedo', false),
  };
}

function standard(resource: Resource, building: Building, images: Images): Material {
  const from = valuesIn(resource);
  const material = building.document.createMaterial(
    from('resource_name') ? String(from('resource_name')) : '',
  );
  const image: Pictures = (name) => images(building.resources.of(resource, name))?.texture ?? null;
  const [red = 1, green = 1, blue = 1, alpha = 1] = tuple(from, 'albedo_color', 4) ?? [];
  material
    .setBaseColorFactor([unitOf(linear(red)), unitOf(linear(green)), unitOf(linear(blue)), unitOf(alpha)])
    .setBaseColorTexture(image('albedo_texture'))
    .setMetallicFactor(unitOf(number(from, 'metallic', 0)))
    .setRoughnessFactor(unitOf(number(from, 'roughness', 1)))
    .setAlphaMode(alphaMode(from))
    .setAlphaCutoff(unitOf(number(from, 'alpha_scissor_threshold', 0.5)))
    .setDoubleSided(number(from, 'cull_mode', 0) !== 0);
  surface(material, resource, building, image);
  if (flag(from, 'normal_enabled', false))
    material.setNormalTexture(image('normal_texture')).setNormalScale(number(from, 'normal_scale', 1));
  if (flag(from, 'emission_enabled', false)) emission(material, from, building, image('emission_texture'));
  if (number(from, 'shading_mode', 1) === 0)
    material.setExtension(
      'KHR_materials_unlit',
      building.document.createExtension(KHRMaterialsUnlit).createUnlit(),
    );
  finishTextures(material, from, building);
  noteUnshown(from, resource.key, building.warnings);
  return material;
}

const unitOf = (value: number) => Math.min(1, Math.max(0, value));

/** By Godot's `transparency`: none, alpha, scissor, hash, depth pre-pass. */
function alphaMode(from: Lookup): 'OPAQUE' | 'BLEND' | 'MASK' {
  const mode = number(from, 'transparency', 0);
  if (mode === 0) return 'OPAQUE';
  return mode === 2 ? 'MASK' : 'BLEND';
}

type Pictures = (name: string) => Texture | null;

/** Occlusion, roughness and metal: in glTF they are the red, green and blue of one texture. */
function surface(material: Material, resource: Resource, building: Building, picture: Pictures): void {
  const from = valuesIn(resource);
  if (resource.type === 'ORMMaterial3D') {
    packedSurface(material, picture);
    return;
  }
  const [metallic, roughness] = [picture('metallic_texture'), picture('roughness_texture')];
  if (flag(from, 'ao_enabled', false)) material.setOcclusionTexture(picture('ao_texture'));
  const oneImage = metallic === roughness || !metallic || !roughness;
  const green = !roughness || number(from, 'roughness_texture_channel', 0) === 1;
  const blue = !metallic || number(from, 'metallic_texture_channel', 0) === 2;
  if (oneImage && green && blue) material.setMetallicRoughnessTexture(metallic ?? roughness);
  else
    building.warnings.add(
      'Textures of roughness or metal are left out that are not the green and blue of one image',
      resource.key,
    );
}

function packedSurface(material: Material, picture: Pictures): void {
  const packed = picture('orm_texture');
  if (!packed) return;
  material.setMetallicRoughnessTexture(packed).setOcclusionTexture(packed);
  material.setMetallicFactor(1).setRoughnessFactor(1);
}

function emission(material: Material, from: Lookup, { document }: Building, texture: Texture | null): void {
  // With a texture Godot adds the colour, which is black unless it is set; glTF multiplies.
  const [red = 0, green = 0, blue = 0] = tuple(from, 'emission', 4) ?? (texture ? [1, 1, 1] : []);
  const energy = Math.max(0, number(from, 'emission_energy_multiplier', 1));
  const share = Math.min(1, energy);
  const factor = [red, green, blue].map((value) => unitOf(linear(value) * share));
  material.setEmissiveFactor([factor[0] ?? 0, factor[1] ?? 0, factor[2] ?? 0]).setEmissiveTexture(texture);
  if (energy <= 1) return;
  const strength = document.createExtension(KHRMaterialsEmissiveStrength).createEmissiveStrength();
  material.setExtension('KHR_materials_emissive_strength', strength.setEmissiveStrength(energy));
}

const filters = { nearest: 9728, linear: 9729 } as const;
const repeat = { on: 10497, off: 33071 } as const;

function finishTextures(material: Material, from: Lookup, { document }: Building): void {
  const infos = [
    material.getBaseColorTextureInfo(),
    material.getMetallicRoughnessTextureInfo(),
    material.getNormalTextureInfo(),
    material.getEmissiveTextureInfo(),
    material.getOcclusionTextureInfo(),
  ].filter((info): info is TextureInfo => info !== null);
  const [scaleX, scaleY] = vector(from, 'uv1_scale', [1, 1, 1]);
  const [offsetX, offsetY] = vector(from, 'uv1_offset', [0, 0, 0]);
  const moved = scaleX !== 1 || scaleY !== 1 || offsetX !== 0 || offsetY !== 0;
  // Even numbers are the nearest pixel, odd ones smooth.
  const nearest = number(from, 'texture_filter', 3) % 2 === 0;
  const wrap = flag(from, 'texture_repeat', true) ? repeat.on : repeat.off;
  for (const info of infos) {
    info
      .setMagFilter(nearest ? filters.nearest : filters.linear)
      .setWrapS(wrap)
      .setWrapT(wrap);
    if (!moved) continue;
    const transform = document.createExtension(KHRTextureTransform).createTransform();
    info.setExtension(
      'KHR_texture_transform',
      transform.setScale([scaleX, scaleY]).setOffset([offsetX, offsetY]),
    );
  }
}
