import { replay } from '../../../operator/src/rollout/judge/replay.ts';
import { revisionNamed } from '../find/revision.ts';
import { Failed } from '../problem.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { type Explained, explainLines } from '../view/explain.ts';
import { revisionWord } from './nameArgument.ts';
import type { ReadingSpec } from './reading.ts';

/** Why a revision was promoted, is held, or neither yet. */
export const explain: ReadingSpec = {
  name: 'explain',
  summary: 'why a revision stands where it stands',
  description:
    'Says why a revision was promoted, is held or waits: the verdict with the numbers behind it, the checks with what they saw, and what to do next. A release that is over is judged once more from its record, look by look, by the functions that judged it. Without a revision: the one on trial, else the one of the last release.',
  words: [revisionWord],
  plain: [
    "kubectl get st/spacetime -n spacetime -o jsonpath='{.status.heldRevisions}'",
    "kubectl get st/spacetime -n spacetime -o jsonpath='{.status.release}'",
    'kubectl get configmap/spacetime-REV-verdicts -n spacetime -o yaml',
  ],
  read: async (api, { world, rest }, { clock, terminal }) => {
    const revision = revisionIn(world, rest[0]);
    const record = await api.verdictRecord(world, revision);
    const again = judgedAgain(record);
    return {
      facts: { ...facts(world, revision), ...again },
      lines: () => explainLines({ world, revision, ...again, now: clock.date() }, terminal.paint),
    };
  },
};

/** A record of a newer operator may be of a form that is not known here; then the rest is told all the same. */
function judgedAgain(record: string | undefined): Pick<Explained, 'replayed' | 'note'> {
  if (record === undefined) return { replayed: [] };
  try {
    return { replayed: replay(record) };
  } catch (error) {
    return { replayed: [], note: error instanceof Error ? error.message : String(error) };
  }
}

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
