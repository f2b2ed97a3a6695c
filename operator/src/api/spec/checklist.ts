import * as z from 'zod';
import { keyedList, rules, text, whole } from '../fields.ts';
import type { Immutable } from '../immutable.ts';

const check = text(
  'Name of a line of the checklist, such as documentation.runbook; kubectl spacetime checklist shows them.',
  63,
).regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/);

const attestation = z.object({
  check,
  by: text('Who vouches for it: a team rather than a person.', 128),
  date: text('Day on which it was looked at, such as 2026-11-20.', 10).regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/),
  url: text('Where it can be read.', 512)
    .regex(/^https?:\/\/\S+$/)
    .optional(),
});

const waiver = z.object({
  check,
  reason: text('Why the line does not apply to this world.', 256),
});

export const checklist = z
  .object({
    intervalSeconds: whole(
      'Seconds between two runs of the checklist; it also runs after each release and on command.',
      300,
      604_800,
    ).default(3600),
    requiredPercent: whole(
      'Per cent of the lines of stage "before" that a candidate must have to leave Checking. 0: none.',
      0,
      100,
    ).default(0),
    attestations: keyedList(
      'Lines that people have looked at. They count as passed, unless a machine finds the contrary.',
      attestation,
      64,
      'check',
    ),
    waivers: keyedList('Lines that do not apply: they are shown and not counted.', waiver, 32, 'check'),
  })
  .meta(
    rules({
      rule: '!has(self.attestations) || !has(self.waivers) || !self.waivers.exists(w, self.attestations.exists(a, a.check == w.check))',
      message: 'checklist.waivers and checklist.attestations must not name the same check; remove one.',
    }),
  )
  .describe('The production checklist, which runs itself. A change applies at once and is no release.')
  .prefault({});

export type ChecklistSpec = Immutable<z.infer<typeof checklist>>;
