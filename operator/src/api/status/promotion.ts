import * as z from 'zod';
import { keyedList, text, time } from '../fields.ts';
import type { Immutable } from '../immutable.ts';

export const artifactName = (description: string) => text(description, 32);

const pass = z.object({
  artifact: artifactName('Hash of what is the same in every environment.'),
  image: text('Image that passed, as written in the spec.', 512),
  imageID: text('Digest that passed.', 600).optional(),
  time: time('When it was stable, with its bake over.'),
});

export const promotion = z
  .object({
    passed: keyedList('What has been stable here and was not rolled back later.', pass, 20, 'artifact'),
    waitingFor: text(
      'Artifact or image that must pass elsewhere before the release goes on.',
      512,
    ).optional(),
  })
  .describe('Releases that follow one another from environment to environment.');

/** What one environment says of itself to another. */
export type Pass = Immutable<z.infer<typeof pass>>;
export type PromotionStatus = Immutable<z.infer<typeof promotion>>;
