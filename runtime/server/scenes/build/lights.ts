import type { Node } from '@gltf-transform/core';
import { KHRLightsPunctual, type Light } from '@gltf-transform/extensions';
import { linear } from '../mesh/linear.ts';
import { flag, type Lookup, number, tuple } from '../read.ts';
import type { SceneNode } from '../tree/sceneNode.ts';
import { type Building, valuesOf } from './building.ts';

const types: Readonly<Record<string, 'directional' | 'point' | 'spot'>> = {
  DirectionalLight3D: 'directional',
  OmniLight3D: 'point',
  SpotLight3D: 'spot',
};

/**
 * Gives a node the light that it is in Godot. There a surface that faces a light of energy 1 has its own colour; where light is
 * measured in lux and candela, as in glTF, that takes π of them.
 */
export function light(node: SceneNode, into: Node, { document, warnings }: Building): void {
  const type = types[node.type];
  if (!type) return;
  const from = valuesOf(node);
  const made = document
    .createExtension(KHRLightsPunctual)
    .createLight(node.name)
    .setType(type)
    .setColor(colorOf(from))
    .setIntensity(Math.PI * Math.max(0, number(from, 'light_energy', 1)));
  if (type === 'point') made.setRange(reach(from, 'omni_range'));
  if (type === 'spot') cone(made, from);
  if (flag(from, 'light_negative', false)) warnings.add('A light that darkens shines instead', node.name);
  if (from('light_projector')) warnings.add('What a light projects is left out', node.name);
  into.setExtension('KHR_lights_punctual', made);
}

function colorOf(from: Lookup): [number, number, number] {
  const [red = 1, green = 1, blue = 1] = tuple(from, 'light_color', 4) ?? [];
  return [linear(red), linear(green), linear(blue)];
}

const reach = (from: Lookup, name: string) => Math.max(0.001, number(from, name, 5));

function cone(spot: Light, from: Lookup): void {
  const degrees = Math.min(90, Math.max(0.1, number(from, 'spot_angle', 45)));
  spot
    .setRange(reach(from, 'spot_range'))
    .setInnerConeAngle(0)
    .setOuterConeAngle((degrees * Math.PI) / 180);
}
