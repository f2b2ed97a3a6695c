import * as z from 'zod';
import { atomicList, choice, objectName, text, whole } from '../fields.ts';
import { labelMap } from '../labelMap.ts';

const modes = ['Disabled', 'Preferred', 'Required'] as const;

const toleration = z.object({
  key: text('Key of the taint. Absent: every key, with operator Exists.', 253).exactOptional(),
  operator: choice('How the value is compared. Absent: Equal.', ['Exists', 'Equal']).exactOptional(),
  value: z.string().max(253).describe('Value of the taint, with operator Equal.').exactOptional(),
  effect: choice('Effect of the taint. Absent: every effect.', [
    'NoSchedule',
    'PreferNoSchedule',
    'NoExecute',
  ]).exactOptional(),
  tolerationSeconds: whole(
    'Seconds that a pod stays on a node with this taint, with effect NoExecute. Absent: for ever.',
    0,
    86_400,
  ).exactOptional(),
});

export const placement = z
  .object({
    nodeSelector: labelMap('Labels that a node must have.', 'placement.nodeSelector')
      .optional()
      .transform((labels) => labels ?? {}),
    tolerations: atomicList('Taints of nodes that keep no pod away.', toleration, 16),
    priorityClassName: objectName('PriorityClass of the pods; it must exist.').optional(),
    spread: z
      .object({
        zones: choice(
          'Whether the pods of a revision are spread evenly over zones: never, where there is room, or always. Required needs the label topology.kubernetes.io/zone on nodes, and where there is one zone, a second pod waits for another.',
          modes,
        ).default('Preferred'),
        nodes: choice('The same over nodes.', modes).default('Preferred'),
      })
      .describe('How far apart the pods of one revision are.')
      .prefault({}),
  })
  .describe('Where pods run, as in a pod. A change is a release.')
  .prefault({});
