import * as z from 'zod';
import {
  atomicList,
  choice,
  decimalPercent,
  httpPath,
  itemName,
  keyedList,
  rules,
  text,
  whole,
} from '../fields.ts';

const modes = ['Required', 'Advisory', 'Disabled'] as const;
const meaning = 'Required: a failure holds the revision. Advisory: it is only told. Disabled: not run.';

const mode = choice(meaning, modes);
const timeoutSeconds = (description: string) => whole(description, 10, 3600);

const smokePath = z.object({
  path: httpPath('Path that is asked with a token, such as /api/status.', 'rollout.checks.smoke.paths'),
  expectedStatus: whole('HTTP status that the answer must have. Absent: 200.', 100, 599)
    .optional()
    .transform((status) => status ?? 200),
  maxMilliseconds: whole('Milliseconds that the answer may take. Absent: no limit.', 1, 600_000).optional(),
});

const smoke = z
  .object({
    mode: mode.default('Required'),
    timeoutSeconds: timeoutSeconds('Seconds that the check may take.').default(120),
    paths: keyedList('Further GET requests of yours. None by default.', smokePath, 32, 'path'),
  })
  .describe(
    'The interface of the world: the pods of the candidate are asked, and everything that writes is tried on a world of its own.',
  )
  .prefault({});

const load = z
  .object({
    mode: mode.default('Required'),
    path: httpPath('Path that is asked with a token.', 'rollout.checks.load.path').default('/api/status'),
    requests: whole('GET requests in all.', 1, 1_000_000).default(1000),
    concurrency: whole('Requests at a time.', 1, 1000).default(10),
    minSuccessPercent: decimalPercent(
      'Per cent of the requests that must be answered with 200, such as 99 or "99.5".',
      'rollout.checks.load.minSuccessPercent',
    ).prefault(99),
    maxMeanMilliseconds: whole('Milliseconds that an answer may take in the mean.', 1, 600_000).default(100),
    timeoutSeconds: timeoutSeconds('Seconds that the check may take.').default(120),
  })
  .meta(
    rules({
      rule: 'self.concurrency <= self.requests',
      message: 'rollout.checks.load.concurrency must not exceed rollout.checks.load.requests; lower it.',
    }),
  )
  .describe('Many requests at once to the image of the candidate, beside tables of its own.')
  .prefault({});

const browser = z
  .object({
    mode: mode.default('Disabled'),
    minFramesPerSecond: whole(
      'Frames per second that the page must draw. Absent: no limit.',
      1,
      240,
    ).optional(),
    timeoutSeconds: timeoutSeconds('Seconds that the check may take.').default(120),
  })
  .describe(
    'A browser without a screen opens the page, enters VR and counts frames. Needs an operator with CHECK_BROWSER_IMAGE; without it, the check is skipped, and a required one keeps the release waiting.',
  )
  .prefault({});

const customImage = text('Image of the check, by tag or digest.', 512).meta(
  rules({
    rule: "self.matches('^[a-z0-9][a-zA-Z0-9._/:-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[a-f0-9]{64})$')",
    message: 'rollout.checks.custom.image must end in a tag or a digest, such as postgres:18.1; add one.',
  }),
);

// No defaults inside the items of a list: what is absent is filled in when the spec is read.
const custom = z.object({
  name: itemName('Name of the check.').max(32),
  image: customImage,
  args: atomicList('Arguments of its program.', text('An argument.', 1024), 32),
  mode: choice(`${meaning} Absent: Required.`, modes)
    .optional()
    .transform((asked) => asked ?? 'Required'),
  timeoutSeconds: timeoutSeconds('Seconds that its program may run. Absent: 120.')
    .optional()
    .transform((seconds) => seconds ?? 120),
});

export const checks = z
  .object({
    smoke,
    load,
    browser,
    custom: keyedList(
      'Jobs of your own images; exit code 0 passes. They find the candidate by CHECK_PREVIEW_URL and its API token in /var/run/secrets/spacetime.dev/check/PREVIEW_TOKEN, run as user 1000, write to /tmp alone, and have no access to the Kubernetes API. None by default.',
      custom,
      8,
    ),
  })
  .describe('What a candidate must pass before it gets any user.')
  .prefault({});
