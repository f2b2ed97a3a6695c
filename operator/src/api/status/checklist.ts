import * as z from 'zod';
import { choice, keyedList, text, time } from '../fields.ts';
import type { Immutable } from '../immutable.ts';
import { count, revisionName } from './release.ts';

const item = z.object({
  check: text('Name of the line, by which attestations and waivers name it.', 40),
  title: text('What the production checklist says.', 96),
  result: choice(
    'How it stands. Attested: people vouch for it. Waived: it does not apply and is not counted. ByHand: it waits for people. NotRun: nobody has looked yet.',
    ['Passed', 'Failed', 'Attested', 'Waived', 'ByHand', 'NotRun'],
  ),
  since: time('Since when this is the result.'),
  evidence: z.string().max(80).describe('What was seen.').optional(),
});

export const checklist = z
  .object({
    summary: text('Lines that are passed or attested, per cent of those that count, rounded down.', 5),
    passed: count('Lines that are passed or attested.'),
    total: count('Lines that count: all but those that are waived.'),
    revision: revisionName('Revision that it speaks of.'),
    lastRunTime: time('When it last ran.'),
    startedAt: time('Since when it runs now; absent while it does not.').optional(),
    items: keyedList('Every line that a machine or a person can answer.', item, 112, 'check'),
  })
  .describe('How the revision that users have stands against the production checklist.');

export type Checklist = Immutable<z.infer<typeof checklist>>;
export type ChecklistItem = Checklist['items'][number];
export type ItemResult = ChecklistItem['result'];
