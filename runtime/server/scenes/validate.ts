import * as z from 'zod';
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
  const { valid, errors, warnings, checks } = await library.inspect(scenePath);
  const validation = { scene_path: scenePath, valid, errors: [...errors], warnings: [...warnings], checks };
  const data = { scene_path: scenePath, valid, errors: errors.length, warnings: warnings.length };
  return { validation, event: { type: 'scene.validated', data } };
}
