import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import type { Outcome } from '../state/worldState.ts';
import type { Library } from './library.ts';

/** Whether a scene could be shown, and what speaks against it. Warnings do not. */
export const Validation = z.strictObject({
  scene_path: z.string(),
  valid: z.boolean(),
  errors: z.array(z.string()),
  warnings: z.array(z.string()),
  checks: z.strictObject({
    file_exists: z.boolean(),
    parseable: z.boolean(),
    dependencies_met: z.boolean(),
    scripts_valid: z.boolean(),
  }),
});
export type Validation = z.infer<typeof Validation>;

/** What validating a scene touches. */
export interface Validating {
  readonly library: Library;
}

/**
 * Looks at a scene without showing it; records nothing yet. Throws a Problem when the path is bad or the whitelist does not allow it:
 * what is not allowed tells nothing about itself.
 */
export async function validateScene(
  scenePath: string,
  { library }: Validating,
): Promise<Outcome & { readonly validation: Validation }> {
  const validation = await library
    .draw(scenePath)
    .then(() => found(scenePath))
    .catch((error) => refused(scenePath, error));
  const { valid, errors, warnings } = validation;
  const data = { scene_path: scenePath, valid, errors: errors.length, warnings: warnings.length };
  return { validation, event: { type: 'scene.validated', data } };
}

const found = (scene_path: string): Validation => ({
  scene_path,
  valid: true,
  errors: [],
  warnings: [],
  checks: { file_exists: true, parseable: true, dependencies_met: true, scripts_valid: true },
});

function refused(scene_path: string, error: unknown): Validation {
  if (!(error instanceof Problem) || ![404, 422].includes(error.status)) throw error;
  const exists = error.status === 422;
  return {
    ...found(scene_path),
    valid: false,
    errors: [error.message],
    checks: { file_exists: exists, parseable: false, dependencies_met: exists, scripts_valid: exists },
  };
}
