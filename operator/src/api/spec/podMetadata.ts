import * as z from 'zod';
import { rules } from '../fields.ts';
import { labelMap, qualifiedNames } from '../labelMap.ts';

export const podMetadata = z
  .object({
    labels: labelMap(
      'Labels of the pods, such as those that costs are told apart by.',
      'podMetadata.labels',
    ).optional(),
    annotations: z
      .record(z.string(), z.string().max(1024))
      .meta({ maxProperties: 16, ...rules(qualifiedNames('podMetadata.annotations')) })
      .describe('Annotations of the pods, such as those that a mesh reads.')
      .optional(),
  })
  .meta(
    rules(
      {
        rule: "!has(self.labels) || self.labels.all(k, k != 'app' && !k.matches('(^|[.])(spacetime[.]dev|kubernetes[.]io|k8s[.]io)/'))",
        message:
          'podMetadata.labels must not use app, spacetime.dev/, kubernetes.io/ or k8s.io/; choose a prefix of your own.',
        fieldPath: '.labels',
      },
      {
        rule: "!has(self.annotations) || self.annotations.all(k, !k.matches('(^|[.])(spacetime[.]dev|kubernetes[.]io|k8s[.]io)/'))",
        message:
          'podMetadata.annotations must not use spacetime.dev/, kubernetes.io/ or k8s.io/; choose a prefix of your own.',
        fieldPath: '.annotations',
      },
    ),
  )
  .describe(
    'What is added to the metadata of each pod. A change starts no release: the next one has it, and the pods that there are stay as they are.',
  )
  .optional();
