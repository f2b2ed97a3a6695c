import { revisionNamed } from '../find/revision.ts';
import { Failed } from '../problem.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { explainLines } from '../view/explain.ts';
import { revisionWord } from './nameArgument.ts';
import type { ReadingSpec } from './reading.ts';

/** Why a revision was promoted, is held, or neither yet. */
export const explain: ReadingSpec = {
  name: 'explain',
  summary: 'why a revision stands where it stands',
  description:
    'Says why a revision was promoted, is held or waits: the verdict with the numbers behind it, the checks with what they saw, and what to do next. Without a revision: the one on trial, else the one of the last release.',
  words: [revisionWord],
  plain: [
    "kubectl get st/spacetime -n spacetime -o jsonpath='{.status.heldRevisions}'",
    "kubectl get st/spacetime -n spacetime -o jsonpath='{.status.release}'",
  ],
  read: (_, { world, rest }, { clock, terminal }) => {
    const revision = revisionIn(world, rest[0]);
    return {
      facts: facts(world, revision),
      lines: () => explainLines(world, revision, clock.date(), terminal.paint),
    };
  },
};

function revisionIn(world: SpaceTime, word: string | undefined): string {
  const { candidateRevision, release, stableRevision } = statusOf(world);
  if (word !== undefined) return revisionNamed(word, world);
  const revision = candidateRevision ?? release?.revision ?? stableRevision;
  if (!revision) throw new Failed(`${titleOf(world)} has no revision yet.`);
  return revision;
}

function facts(world: SpaceTime, revision: string) {
  const { revisions, heldRevisions, release } = statusOf(world);
  return {
    revision: revisions.find(({ name }) => name === revision) ?? { name: revision },
    held: heldRevisions.find(({ name }) => name === revision) ?? null,
    release: release?.revision === revision ? release : null,
  };
}
