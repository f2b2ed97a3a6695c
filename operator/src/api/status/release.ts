import * as z from 'zod';
import { atomicList, choice, keyedList, text, time, whole } from '../fields.ts';
import type { Immutable } from '../immutable.ts';
import { phases } from './phases.ts';

const most = 2_147_483_647;
export const revisionName = (description: string) => text(description, 10);
export const count = (description: string) => whole(description, 0, most);
export const reason = (description: string) => text(description, 40);
export const message = (description: string) => z.string().max(320).describe(description);

const verdict = z
  .object({
    name: choice('What was decided.', ['Continue', 'Promote', 'RollBack', 'Environment', 'Hold']),
    reason: reason('Why, in one word.'),
    message: message('Why, in a sentence.'),
    time: time('When it was decided.'),
  })
  .describe('The last verdict of the judge.');

const check = z.object({
  name: text('Name of the check.', 40),
  mode: choice('Whether a failure counts.', ['Required', 'Advisory', 'Disabled']),
  result: choice('How it went.', ['Pending', 'Running', 'Passed', 'Failed', 'Skipped']),
  startedAt: time('When it began.').optional(),
  finishedAt: time('When it ended.').optional(),
  evidence: z.string().max(160).describe('What was seen.').optional(),
});

const family = z.object({
  name: text('Name of the measure, such as errors.', 32),
  stableCount: count('Observations of the stable revision.'),
  stableBad: count('How many of them were bad.'),
  candidateCount: count('Observations of the candidate.'),
  candidateBad: count('How many of them were bad.'),
  logE: text('Logarithm of the evidence against the candidate, a decimal.', 24).optional(),
  logELimit: text('Logarithm at which the candidate is rolled back, a decimal.', 24).optional(),
});

const judge = z
  .object({
    since: time('Since when the sums run.'),
    families: keyedList('Sums for each measure.', family, 16),
  })
  .describe('What the judge has seen, enough to go on after a restart.');

/** Why the clock of a release, or of a drill, stands still. */
export const waiting = z
  .object({
    reason: choice('Why.', ['Paused', 'Blocked', 'EnvironmentBad', 'OthersLeave']),
    since: time('Since when.'),
  })
  .describe(
    'Why the clock of the phase stands still, without a fault of the revision; absent while it runs.',
  );

export const release = z
  .object({
    revision: revisionName('Revision that is released.'),
    phase: choice('Where the release stands.', phases),
    startedAt: time('When the release began.'),
    phaseStartedAt: time('When the phase began, or went on after a wait.'),
    waiting: waiting.optional(),
    deadline: time('When the phase must be over; absent while its clock stands still.').optional(),
    canaryStartedAt: time(
      'When the canary began, moved on by the time for which its clock stood still.',
    ).optional(),
    closed: z
      .object({
        reason: choice('Why.', ['EnvironmentBad', 'CandidateSilent', 'Undecided']),
        since: time('Since when.'),
      })
      .describe('Why the canary has no users for now; absent while it has.')
      .optional(),
    recoveries: count(
      'How often both revisions failed and the stable recovered soon after the canary was closed; twice is evidence.',
    ).optional(),
    approval: choice('Whether the step waits for spacetime.dev/approve, or has got it.', [
      'NotRequired',
      'Required',
      'Given',
    ]).optional(),
    promotedBy: choice(
      'Who gives the candidate all users before it is proven: a person, or the failure of the stable revision.',
      ['Person', 'Rescue'],
    ).optional(),
    comparedSince: time(
      'Since when a bake gives users to both revisions again, to tell whose their trouble is; absent while it does not.',
    ).optional(),
    recall: z
      .object({
        reason: reason('Reason for which the present revision will be held.'),
        message: message('Why, in a sentence.'),
      })
      .describe('Why an earlier revision is started to take all users back; absent while none is.')
      .optional(),
    replicas: whole(
      'Pods at full traffic that the release keeps until it is over, although fewer may be asked for meanwhile; absent before its canary.',
      0,
      100,
    ).optional(),
    step: count('Step of the canary, from 1; 0 outside it.'),
    steps: count('Steps that the canary has.'),
    trafficPercent: whole('Per cent of users that the candidate really has.', 0, 100),
    verdict: verdict.optional(),
    checks: keyedList('Checks of the candidate.', check, 24),
    judge: judge.optional(),
    pullFailures: atomicList(
      'Pods whose image could not be pulled; the third one holds the revision.',
      text('Name of a pod.', 253),
      8,
    ),
  })
  .describe('The release in flight, kept after its end until the next begins.');

export const comparison = z
  .object({
    revision: revisionName('The earlier revision, of which one pod is asked the same as the stable one.'),
    startedAt: time('Since when.'),
  })
  .describe('A stable revision that broke rollout.sla, held against an earlier one; absent while none is.');

export type Release = Immutable<z.infer<typeof release>>;
export type Check = Immutable<z.infer<typeof check>>;
export type Verdict = Immutable<z.infer<typeof verdict>>;
export type JudgeRecord = Immutable<z.infer<typeof judge>>;
