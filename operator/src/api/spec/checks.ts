import { z } from 'zod';
import { choice, httpPath, keyedList, whole } from '../fields.ts';

const smokePath = z.object({
  path: httpPath('Path that is asked with a token, such as /api/status.', 'rollout.checks.smoke.paths'),
  expectedStatus: whole('HTTP status that the answer must have. Absent: 200.', 100, 599)
    .optional()
    .transform((status) => status ?? 200),
  maxMilliseconds: whole('Milliseconds that the answer may take. Absent: no limit.', 1, 600_000).optional(),
});

export const checks = z
  .object({
    smoke: z
      .object({
        mode: choice(
          'Required: a failure holds the revision. Advisory: it is only told. Disabled: not run.',
          ['Required', 'Advisory', 'Disabled'],
        ).default('Required'),
        timeoutSeconds: whole('Seconds that the check may take.', 10, 3600).default(120),
        paths: keyedList('Further GET requests of yours. None by default.', smokePath, 32, 'path'),
      })
      .describe('The interface of the world, asked on a pod of the candidate that has no users.')
      .prefault({}),
  })
  .describe('What a candidate must pass before it gets any user.')
  .prefault({});
