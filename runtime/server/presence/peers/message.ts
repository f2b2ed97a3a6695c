import * as z from 'zod';

const Told = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(40),
  turn: z.int().min(0),
  /** What this pod's frames call the visitor. */
  number: z.int().min(0).max(65_535),
  away: z.boolean(),
});

/** What pods tell each other in words about the visitors whose connection they have. `visitors` comes first, and is all of them. */
export const PeerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('visitors'), visitors: z.array(Told) }),
  z.object({ type: z.enum(['join', 'name', 'away', 'leave']), visitor: Told }),
]);
export type PeerMessage = z.infer<typeof PeerMessage>;
export type Told = z.infer<typeof Told>;
