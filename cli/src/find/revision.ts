import { Failed } from '../problem.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';

/** A revision that can be named. */
export interface Known {
  readonly name: string;
  readonly number: number;
}

/** Letters of a name that are enough to mean it, if no other begins so. */
const enough = 4;

/**
 * The revision that `text` means: `stable`, `candidate` or `asked`, a whole name, a number of the history, or the
 * beginning of a name. Throws `Failed` with the revisions that there are.
 */
export function revisionNamed(
  text: string,
  world: SpaceTime,
  known: readonly Known[] = statusOf(world).revisions,
): string {
  const role = roles(world).get(text);
  if (role) return role;
  const number = Number(text.replace(/^#/, ''));
  const begun = text.length >= enough ? known.filter(({ name }) => name.startsWith(text)) : [];
  const found =
    known.find(({ name }) => name === text) ??
    known.find((revision) => revision.number === number) ??
    (begun.length === 1 ? begun[0] : undefined);
  if (found) return found.name;
  throw new Failed(`There is no revision ${text} of ${titleOf(world)}; ${listed(known)}.`);
}

/** Words that stand for a revision; none of them can be the name of one, because names have no vowels. */
function roles(world: SpaceTime): ReadonlyMap<string, string> {
  const { stableRevision, candidateRevision, desiredRevision } = statusOf(world);
  const named = { stable: stableRevision, candidate: candidateRevision, asked: desiredRevision };
  return new Map(Object.entries(named).flatMap(([word, name]) => (name ? [[word, name]] : [])));
}

function listed(known: readonly Known[]): string {
  if (known.length === 0) return 'it has none yet';
  return `there is ${known.map(({ number, name }) => `${number} (${name})`).join(', ')}`;
}
