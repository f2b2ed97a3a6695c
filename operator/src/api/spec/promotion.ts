import * as z from 'zod';
import { atomicList, choice, itemName, text, whole } from '../fields.ts';

const namespace = itemName('A namespace.');

const requires = z
  .object({
    name: text('Name of the SpaceTime that must have passed. Absent: the name of this one.', 40)
      .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/)
      .optional(),
    trustedNamespaces: z
      .array(namespace)
      .min(1)
      .max(8)
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .describe(
        'Namespaces whose word is taken. In exactly one of them a SpaceTime of that name must allow this namespace.',
      ),
    compare: choice(
      'What must have passed. Artifact: the same image, scenes and settings, whatever differs by environment. Image: the same image.',
      ['Artifact', 'Image'],
    ).default('Artifact'),
    minStableSeconds: whole(
      'Seconds that it must have been stable there, after its bake.',
      0,
      2_592_000,
    ).default(0),
  })
  .describe(
    'What must have happened elsewhere before a release starts here. A change applies at once and is no release.',
  );

export const promotion = z
  .object({
    allowedNamespaces: atomicList(
      'Namespaces whose SpaceTimes may ask what has passed here; they learn yes or no. A change applies at once and is no release.',
      namespace,
      16,
    ),
    requires: requires.optional(),
  })
  .describe('Releases that follow one another from environment to environment.')
  .prefault({});
