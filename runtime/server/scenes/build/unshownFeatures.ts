import { flag, type Lookup, number } from '../read.ts';
import type { Warnings } from '../warnings.ts';

const switches: Readonly<Record<string, string>> = {
  anisotropy_enabled: 'anisotropy',
  backlight_enabled: 'backlight',
  clearcoat_enabled: 'clear coat',
  detail_enabled: 'detail',
  grow: 'growing',
  heightmap_enabled: 'height map',
  no_depth_test: 'no depth test',
  proximity_fade_enabled: 'proximity fade',
  refraction_enabled: 'refraction',
  rim_enabled: 'rim',
  subsurf_scatter_enabled: 'subsurface scattering',
  uv1_triplanar: 'triplanar texture',
  uv2_triplanar: 'triplanar texture',
};

const numbers: Readonly<Record<string, string>> = {
  billboard_mode: 'billboard material',
  blend_mode: 'blending other than mix',
  distance_fade_mode: 'distance fade',
};

const frontCulled = 1;

/** Notes what a material has that glTF does not. */
export function noteUnshown(from: Lookup, where: string, warnings: Warnings): void {
  const names = [
    ...Object.entries(switches).filter(([name]) => flag(from, name, false)),
    ...Object.entries(numbers).filter(([name]) => number(from, name, 0) !== 0),
  ].map(([, words]) => words);
  for (const words of new Set(names)) warnings.add(`Not shown of a material: ${words}`, where);
  if (number(from, 'cull_mode', 0) === frontCulled)
    warnings.add('A material that hides its front is shown from both sides', where);
  if (from('next_pass')) warnings.add('Not shown of a material: its next pass', where);
}
