import * as z from 'zod';
import { resPathFault } from '../scenes/resPath.ts';

/** What a job can be. */
export const jobTypes = ['cache_warming', 'scene_preload', 'batch_operations'] as const;

/** Where a job stands. The last three are for ever. */
export const jobStates = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

/** How often a job is begun before it ends as failed, when each time its worker is lost. */
export const mostAttempts = 3;

const mostScenes = 100;
const mostOperations = 50;

const ScenePath = z.string({ error: 'a res:// path, such as res://vr_main.tscn' }).check((given) => {
  const fault = resPathFault(given.value);
  if (fault)
    given.issues.push({ code: 'custom', input: given.value, message: `a path of a scene: it ${fault}` });
});

const Nothing = z.strictObject({}, { error: 'an empty object, or left out' });

const Preload = z.strictObject(
  {
    scene_paths: z
      .array(ScenePath, { error: 'a list of res:// paths' })
      .min(1, { error: 'a list of at least one res:// path' })
      .max(mostScenes, { error: `a list of at most ${mostScenes} res:// paths` }),
  },
  { error: 'an object with scene_paths' },
);

const Operation = z.strictObject(
  {
    action: z.enum(['load', 'validate', 'get_info'], { error: 'one of load, validate, get_info' }),
    scene_path: ScenePath,
  },
  { error: 'an object with action and scene_path' },
);
export type Operation = z.infer<typeof Operation>;

const Operations = z.strictObject(
  {
    operations: z
      .array(Operation, { error: 'a list of operations' })
      .min(1, { error: 'a list of at least one operation' })
      .max(mostOperations, { error: `a list of at most ${mostOperations} operations` }),
  },
  { error: 'an object with operations' },
);

/** What somebody asks for who makes a job: its type and what that type takes. */
export const NewJob = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('cache_warming'), parameters: Nothing.default({}) }),
    z.strictObject({ type: z.literal('scene_preload'), parameters: Preload }),
    z.strictObject({ type: z.literal('batch_operations'), parameters: Operations }),
  ],
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null && !Array.isArray(input)
        ? `one of ${jobTypes.join(', ')}`
        : 'a JSON object with type and parameters',
  },
);
export type NewJob = z.infer<typeof NewJob>;
