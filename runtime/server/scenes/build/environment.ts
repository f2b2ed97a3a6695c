import type { Background, Color, Environment, Fog } from '../../../shared/sceneExtras.ts';
import { flag, type Lookup, number, tuple } from '../read.ts';
import type { Resource } from '../tree/resources.ts';
import type { SceneNode } from '../tree/sceneNode.ts';
import { type Building, valuesIn } from './building.ts';

/** `Environment.background_mode` and `ambient_light_source`. */
const modes = { clear: 0, color: 1, sky: 2 } as const;
const ambientSources = { background: 0, disabled: 1, color: 2, sky: 3 } as const;

/** Godot's own grey behind everything. */
const clearColor: Color = [0.3, 0.3, 0.3];

const effects: Readonly<Record<string, string>> = {
  adjustment_enabled: 'colour adjustment',
  glow_enabled: 'glow',
  sdfgi_enabled: 'SDFGI',
  ssao_enabled: 'SSAO',
  ssil_enabled: 'SSIL',
  ssr_enabled: 'SSR',
  volumetric_fog_enabled: 'volumetric fog',
};

/** What is around a scene: that of its first WorldEnvironment, else what Godot shows without one. */
export function environment(nodes: readonly SceneNode[], building: Building): Environment {
  const worlds = nodes.filter(({ type }) => type === 'WorldEnvironment');
  if (worlds.length > 1)
    building.warnings.add('Only the first WorldEnvironment counts', worlds[1]?.name ?? '');
  const resource = building.resources.resource(worlds[0]?.properties.get('environment'));
  const from = valuesIn(resource);
  const background = backgroundOf(resource, building);
  const fog = fogOf(from);
  for (const [name, words] of Object.entries(effects))
    if (flag(from, name, false))
      building.warnings.add(`Not shown of an environment: ${words}`, worlds[0]?.name ?? '');
  return { background, ambient: ambientOf(from, background), ...(fog && { fog }) };
}

function color(from: Lookup, name: string, fallback: Color): Color {
  const [red = 0, green = 0, blue = 0] = tuple(from, name, 4) ?? fallback;
  return [red, green, blue];
}

function backgroundOf(resource: Resource | undefined, building: Building): Background {
  const from = valuesIn(resource);
  switch (number(from, 'background_mode', modes.clear)) {
    case modes.color:
      return { kind: 'color', color: color(from, 'background_color', [0, 0, 0]) };
    case modes.sky:
      return sky(resource, building);
    default:
      return { kind: 'color', color: clearColor };
  }
}

function sky(resource: Resource | undefined, { resources, warnings }: Building): Background {
  const found = resource && resources.resource(resources.of(resource, 'sky'));
  const material = found && resources.resource(resources.of(found, 'sky_material'));
  const from = valuesIn(material);
  if (material && material.type !== 'ProceduralSkyMaterial')
    warnings.add(`A sky of type ${material.type} is shown as Godot's usual one`, material.key);
  return {
    kind: 'sky',
    top: color(from, 'sky_top_color', [0.385, 0.454, 0.55]),
    horizon: color(from, 'sky_horizon_color', [0.6463, 0.6558, 0.6708]),
    groundHorizon: color(from, 'ground_horizon_color', [0.6463, 0.6558, 0.6708]),
    groundBottom: color(from, 'ground_bottom_color', [0.2, 0.169, 0.133]),
  };
}

function ambientOf(from: Lookup, background: Background): Environment['ambient'] {
  const source = number(from, 'ambient_light_source', ambientSources.background);
  const energy = Math.max(0, number(from, 'ambient_light_energy', 1));
  if (source === ambientSources.disabled) return { color: [0, 0, 0], energy: 0 };
  if (source === ambientSources.color)
    return { color: color(from, 'ambient_light_color', [0, 0, 0]), energy };
  return { color: background.kind === 'sky' ? background.horizon : background.color, energy };
}

function fogOf(from: Lookup): Fog | undefined {
  if (!flag(from, 'fog_enabled', false)) return undefined;
  const shade = color(from, 'fog_light_color', [0.518, 0.553, 0.608]);
  const byDepth = number(from, 'fog_mode', 0) === 1;
  return byDepth
    ? {
        kind: 'range',
        color: shade,
        begin: Math.max(0, number(from, 'fog_depth_begin', 10)),
        end: Math.max(0, number(from, 'fog_depth_end', 100)),
      }
    : { kind: 'density', color: shade, density: Math.max(0, number(from, 'fog_density', 0.01)) };
}
