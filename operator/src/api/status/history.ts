import * as z from 'zod';
import { atomicList, choice, keyedList, text, time } from '../fields.ts';
import type { Immutable } from '../immutable.ts';
import { phases } from './phases.ts';
import { artifactName } from './promotion.ts';
import { count, message, reason, revisionName } from './release.ts';

const revision = z.object({
  name: revisionName('Name of the revision: a hash of what reaches a pod.'),
  number: count('Number in order of creation, from 1.'),
  state: choice('What the revision is now.', ['Candidate', 'Stable', 'Warm', 'Retired', 'Held']),
  artifact: artifactName('Hash of what is the same in every environment.').optional(),
  image: text('Image of the revision, as written in the spec.', 512),
  imageID: text('Digest that its first ready pod ran.', 600).optional(),
  generation: count('Generation of the spec that first asked for it.'),
  createdAt: time('When it was first asked for.'),
  promotedAt: time('When it first had all users.').optional(),
  servedSince: time('When it last began to have all users; absent while it never had them.').optional(),
  settledAt: time('When its bake was over.').optional(),
  changes: atomicList('Paths of the spec that differ from the revision before.', text('A path.', 48), 5),
  changeCause: text('Annotation kubernetes.io/change-cause at its creation.', 128).optional(),
  renderedBy: text('Version of the operator that rendered it.', 24),
});

const evidence = z.object({
  name: text('What was measured.', 40),
  stable: text('Value on the stable revision.', 24).optional(),
  candidate: text('Value on the rejected revision.', 24).optional(),
  limit: text('What was allowed.', 24).optional(),
  note: text('What else was seen.', 160).optional(),
});

const heldRevision = z.object({
  name: revisionName('Name of the revision.'),
  reason: reason('Reason of the hold.'),
  phase: choice('Phase in which it failed.', phases),
  since: time('When it was rejected.'),
  message: message('Why, in a sentence.'),
  evidence: keyedList('What it was rejected for.', evidence, 5),
});

export const revisions = keyedList('Revisions that can be gone back to, and the ones in use.', revision, 20);
export const heldRevisions = keyedList(
  'Rejected revisions; asking for one again changes nothing until spacetime.dev/retry.',
  heldRevision,
  6,
);

export type RevisionRecord = Immutable<z.infer<typeof revision>>;
export type HeldRevision = Immutable<z.infer<typeof heldRevision>>;
export type Evidence = Immutable<z.infer<typeof evidence>>;
