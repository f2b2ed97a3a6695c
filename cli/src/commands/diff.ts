import { Command } from 'commander';
import type { Recorded } from '../../../operator/src/plan/recorded.ts';
import { changesBetween } from '../diff/changes.ts';
import { revisionNamed } from '../find/revision.ts';
import { Failed } from '../problem.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { diffLines } from '../view/diff.ts';
import { type Ground, meant, withApi } from './ground.ts';
import { type Output, outputOption, printed } from './output.ts';
import { withPlainKubectl } from './plainKubectl.ts';

const plain = [
  "diff <(kubectl get controllerrevision/spacetime-REV -n spacetime -o jsonpath='{.data.input}') \\",
  "     <(kubectl get controllerrevision/spacetime-REV -n spacetime -o jsonpath='{.data.input}')",
];

/** `diff`: what differs between two revisions. */
export const diffCommand = (ground: Ground): Command =>
  withPlainKubectl(new Command('diff'), plain)
    .summary('what differs between two revisions')
    .description(
      'Shows what differs between two revisions, by path of the spec: image, environment, whitelist, mounts, probes, resources. Of a Secret it says that the content changed, and never a value. Without revisions: what users have against what the spec asks for.',
    )
    .argument('[name]', 'the SpaceTime; needed where the namespace has several')
    .argument(
      '[from]',
      'a revision by name, its first letters, number, or stable, candidate, asked (default: stable)',
    )
    .argument('[to]', 'the other one (default: asked)')
    .addOption(outputOption())
    .action(async (_name, _from, _to, options: Output, command: Command) => {
      await withApi(ground, command, async (api) => {
        const { world, rest } = await meant(api, command.args, 2);
        const records = await api.records(world);
        const [from, to] = sides(world, rest, records);
        const changes = changesBetween(from.input, to.input);
        const { terminal } = ground;
        const facts = { from: from.name, to: to.name, changes };
        terminal.print(printed(options, facts, () => diffLines(from, to, changes, terminal.paint)));
      });
    });

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
