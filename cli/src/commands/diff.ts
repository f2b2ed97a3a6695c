import type { Recorded } from '../../../operator/src/plan/recorded.ts';
import { changesBetween } from '../diff/changes.ts';
import { revisionNamed } from '../find/revision.ts';
import { Failed } from '../problem.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { diffLines } from '../view/diff.ts';
import type { ReadingSpec } from './reading.ts';

const input = "kubectl get controllerrevision/spacetime-REV -n spacetime -o jsonpath='{.data.input}'";

/** What differs between two revisions. */
export const diff: ReadingSpec = {
  name: 'diff',
  summary: 'what differs between two revisions',
  description:
    'Shows what differs between two revisions, by path of the spec: image, environment, whitelist, mounts, probes, resources. Of a Secret it says that the content changed, and never a value. Without revisions: what users have against what the spec asks for.',
  words: [
    [
      '[from]',
      'a revision by name, its first letters, number, or stable, candidate, asked (default: stable)',
    ],
    ['[to]', 'the other one (default: asked)'],
  ],
  plain: [`diff <(${input}) \\`, `     <(${input})`],
  read: async (api, { world, rest }, { terminal }) => {
    const [from, to] = sides(world, rest, await api.records(world));
    const changes = changesBetween(from.input, to.input);
    return {
      facts: { from: from.name, to: to.name, changes },
      lines: () => diffLines(from, to, changes, terminal.paint),
    };
  },
};

/** One revision alone is compared with what users have. */
function sides(
  world: SpaceTime,
  words: readonly string[],
  records: readonly Recorded[],
): readonly [Recorded, Recorded] {
  const { stableRevision } = statusOf(world);
  if (words.length < 2 && !stableRevision)
    throw new Failed(`Nothing of ${titleOf(world)} serves users yet, so name two revisions.`);
  const [from, to] = words.length === 2 ? words : ['stable', words[0] ?? 'asked'];
  const record = (word = ''): Recorded => {
    const name = revisionNamed(word, world, records);
    const found = records.find((one) => one.name === name);
    if (!found)
      throw new Failed(`There is no record of revision ${name} of ${titleOf(world)}, not yet or no longer.`);
    return found;
  };
  return [record(from), record(to)];
}
