import * as z from 'zod';
import { SceneFault } from '../sceneFault.ts';

const count = z.int().min(0).max(0xffff_ffff);
const name = z.string().optional();
const numbers = z.array(z.number()).optional();
const view = z.looseObject({
  buffer: count,
  byteOffset: count.default(0),
  byteLength: count,
  byteStride: z.int().min(4).max(252).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
const sparsePart = z.looseObject({ bufferView: count, byteOffset: count.default(0) });
const accessor = z.looseObject({
  bufferView: count.optional(),
  byteOffset: count.default(0),
  componentType: z.literal([5120, 5121, 5122, 5123, 5125, 5126]),
  count,
  type: z.enum(['SCALAR', 'VEC2', 'VEC3', 'VEC4', 'MAT2', 'MAT3', 'MAT4']),
  sparse: z
    .looseObject({
      count,
      indices: sparsePart.extend({ componentType: z.literal([5121, 5123, 5125]) }),
      values: sparsePart,
    })
    .optional(),
});
const primitive = z.looseObject({
  attributes: z.record(z.string(), count),
  indices: count.optional(),
  mode: z.int().min(0).max(6).default(4),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
const node = z.looseObject({
  name,
  children: z.array(count).default([]),
  mesh: count.optional(),
  skin: count.optional(),
  matrix: numbers,
  translation: numbers,
  rotation: numbers,
  scale: numbers,
});

const schema = z.looseObject({
  asset: z.looseObject({ version: z.string().regex(/^2\./) }),
  extensionsRequired: z.array(z.string()).default([]),
  buffers: z.array(z.looseObject({ uri: z.string().optional(), byteLength: count })).default([]),
  bufferViews: z.array(view).default([]),
  accessors: z.array(accessor).default([]),
  meshes: z.array(z.looseObject({ name, primitives: z.array(primitive) })).default([]),
  nodes: z.array(node).max(50_000).default([]),
  scenes: z.array(z.looseObject({ name, nodes: z.array(count).default([]) })).default([]),
  scene: count.default(0),
  skins: z.array(z.looseObject({ joints: z.array(count) })).default([]),
  images: z
    .array(
      z.looseObject({
        uri: z.string().optional(),
        mimeType: z.string().optional(),
        bufferView: count.optional(),
      }),
    )
    .default([]),
});

/** The JSON of a glTF 2.0 file as far as it is looked at here; everything else in it is kept. */
export type GltfFile = z.infer<typeof schema>;

/** Reads the JSON of a glTF file. Throws SceneFault that names the first field that is wrong. */
export function gltfFile(json: unknown): GltfFile {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SceneFault(`is no glTF 2.0: ${issue?.path.join('.') || 'the whole'} is not as it must be`);
}
