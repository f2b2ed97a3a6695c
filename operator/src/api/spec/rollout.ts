import * as z from 'zod';
import { choice, rules, whole } from '../fields.ts';
import { canary } from './canary.ts';
import { checks } from './checks.ts';
import { notifications } from './notifications.ts';
import { sla } from './sla.ts';

const deadlines = z
  .object({
    preparingSeconds: whole(
      'Seconds until the first pod of the candidate must be ready.',
      10,
      86_400,
    ).default(300),
    checkingSeconds: whole('Seconds until the checks must be finished.', 10, 86_400).default(600),
    canarySeconds: whole('Seconds until the canary must have passed its last step.', 10, 604_800).default(
      3600,
    ),
    promotingSeconds: whole('Seconds until the candidate must serve all users.', 10, 86_400).default(600),
    rollingBackSeconds: whole(
      'Seconds until the stable revision must serve all users again.',
      10,
      86_400,
    ).default(120),
  })
  .describe(
    'How long each phase of a release may take. The clock stops while the cluster is to blame or nobody can decide.',
  )
  .prefault({});

export const rollout = z
  .object({
    checks,
    canary,
    bakeSeconds: whole(
      'Seconds that the old revision stays warm and the new one judged after it has all users.',
      0,
      604_800,
    ).default(600),
    deadlines,
    whenUndecided: choice(
      'What happens when the canary is at its deadline without evidence. Wait: the candidate is kept without users, and Released says so, until another spec, promote or abort. Rollback: it is rolled back. It is never promoted: no data is no success.',
      ['Wait', 'Rollback'],
    ).default('Wait'),
    sla,
    notifications,
    watch: choice(
      'What happens when a stable revision breaks rollout.sla. Rollback: a pod of the one before it is asked the same, and has all users back if it passes what the present one fails. Alert: it is only told.',
      ['Rollback', 'Alert'],
    ).default('Rollback'),
    watchSeconds: whole(
      'Seconds after its promotion in which a revision may still be undone for that; later it is only told.',
      0,
      2_592_000,
    ).default(86_400),
  })
  .meta(
    rules(
      {
        rule: 'self.canary.steps.map(s, has(s.minSeconds) ? s.minSeconds : self.canary.minSeconds).sum() < self.deadlines.canarySeconds',
        message:
          "rollout.deadlines.canarySeconds must exceed the sum of the steps' minSeconds; raise it or shorten the steps.",
      },
      {
        rule: 'self.checks.smoke.timeoutSeconds <= self.deadlines.checkingSeconds && self.checks.load.timeoutSeconds <= self.deadlines.checkingSeconds && self.checks.browser.timeoutSeconds <= self.deadlines.checkingSeconds',
        message:
          'rollout.deadlines.checkingSeconds must not be shorter than the timeoutSeconds of a check; raise it.',
      },
    ),
  )
  .describe('How a release earns its users. Read anew at each decision; a change is no release.')
  .prefault({});
