import * as z from 'zod';

/** What is remembered of a compiled scene beside its GLB. */
export const Record = z.object({
  path: z.string(),
  /** Hex SHA-256 of the GLB. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  warnings: z.array(z.string()),
  nodes: z.number(),
  triangles: z.number(),
  inputs: z.array(z.object({ path: z.string(), seen: z.string() })),
});
export type Record = z.infer<typeof Record>;

/** A compiled scene as it is kept. */
export interface Kept {
  readonly record: Record;
  readonly glb: Uint8Array<ArrayBuffer>;
}
