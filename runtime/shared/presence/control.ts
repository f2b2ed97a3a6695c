import * as z from 'zod';

const nameError = { error: 'a text of 1 to 40 characters' };
const name = z.string(nameError).trim().min(1, nameError).max(40, nameError);

/** What a page tells in words. `hello` comes first; `resume` is what an earlier `welcome` gave. */
export const FromPage = z.discriminatedUnion(
  'type',
  [
    z.object({
      type: z.literal('hello'),
      version: z.int({ error: 'a whole number' }),
      name: name.optional(),
      resume: z.string({ error: 'what welcome gave' }).max(512, { error: 'what welcome gave' }).optional(),
    }),
    z.object({ type: z.literal('name'), name }),
  ],
  { error: 'hello or name' },
);
export type FromPage = z.infer<typeof FromPage>;

const Member = z.object({
  /** The same through every reconnection. */
  id: z.string(),
  /** What frames of this socket call this visitor. */
  number: z.int().min(0).max(65_535),
  name: z.string(),
  /** The connection is lost, and may come back within seconds. */
  away: z.boolean(),
});
/** Somebody in the room. */
export type Member = z.infer<typeof Member>;

const Scene = z.object({ scene_name: z.string(), scene_path: z.string(), scene_url: z.string() });

/** What a server tells a page in words. */
export const ToPage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    version: z.int(),
    room: z.string(),
    you: Member,
    /** Lets this visitor come back as the same, on any pod. */
    resume: z.string(),
    members: z.array(Member),
  }),
  z.object({ type: z.literal('join'), member: Member }),
  z.object({ type: z.literal('away'), id: z.string() }),
  z.object({ type: z.literal('leave'), id: z.string() }),
  z.object({ type: z.literal('name'), id: z.string(), name: z.string() }),
  z.object({ type: z.literal('scene'), scene: Scene }),
  /** Puts this visitor's root somewhere, in metres; `yaw` in radians. */
  z.object({
    type: z.literal('teleport'),
    position: z.tuple([z.number(), z.number(), z.number()]),
    yaw: z.number().optional(),
  }),
  /** The socket is closed next; connect again after so many milliseconds. */
  z.object({ type: z.literal('drain'), connect_after_ms: z.int() }),
]);
export type ToPage = z.infer<typeof ToPage>;
