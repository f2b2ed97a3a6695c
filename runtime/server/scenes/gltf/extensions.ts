/** The extensions that a glTF file may require: what `@gltf-transform/extensions` reads without a decoder that would weaken the page's policy. */
export const readable: ReadonlySet<string> = new Set([
  'EXT_mesh_gpu_instancing',
  'EXT_meshopt_compression',
  'EXT_texture_webp',
  'KHR_lights_punctual',
  'KHR_materials_anisotropy',
  'KHR_materials_clearcoat',
  'KHR_materials_emissive_strength',
  'KHR_materials_ior',
  'KHR_materials_iridescence',
  'KHR_materials_sheen',
  'KHR_materials_specular',
  'KHR_materials_transmission',
  'KHR_materials_unlit',
  'KHR_materials_volume',
  'KHR_mesh_quantization',
  'KHR_texture_transform',
]);

/** The extensions that a `.glb` may require that pages get as it is: what three.js reads without `unsafe-eval`. */
export const served: ReadonlySet<string> = new Set([...readable, 'KHR_materials_dispersion']);
