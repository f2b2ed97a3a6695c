import * as z from 'zod';
import { ScenePath } from '../routes/scene/scenePath.ts';

const mostOperations = 50;
const action = { error: 'load, validate or get_info' };

/** One step of a batch. */
const Step = z.strictObject(
  {
    action: z.enum(['load', 'validate', 'get_info'], action),
    scene_path: ScenePath,
  },
  { error: 'a JSON object with action and scene_path' },
);

/**
 * Steps to be taken together. `continue` takes each for itself; `transactional` first prepares all, and then does all in one
 * transaction or nothing.
 */
export const Batch = z
  .strictObject(
    {
      mode: z.enum(['continue', 'transactional'], { error: 'continue or transactional' }),
      operations: z
        .array(Step, { error: 'a list of operations' })
        .min(1, { error: 'a list of at least one operation' })
        .max(mostOperations, { error: `a list of at most ${mostOperations} operations` }),
    },
    { error: 'a JSON object with mode and operations' },
  )
  .meta({
    examples: [{ mode: 'transactional', operations: [{ action: 'load', scene_path: 'res://vr_main.tscn' }] }],
  });

/** What became of one step. `result` is what the same step answers by itself; `error` and `message` say why there is none. */
const StepResult = z.strictObject({
  action: Step.shape.action,
  scene_path: z.string(),
  success: z.boolean(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});

/** What became of a batch. */
export const BatchResult = z.strictObject({
  success: z.boolean(),
  mode: Batch.shape.mode,
  total: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  results: z.array(StepResult),
});

export type Step = z.infer<typeof Step>;
export type Batch = z.infer<typeof Batch>;
export type StepResult = z.infer<typeof StepResult>;
export type BatchResult = z.infer<typeof BatchResult>;
