import { Command } from 'commander';
import { revisionNamed } from '../find/revision.ts';
import { Failed } from '../problem.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { explainLines } from '../view/explain.ts';
import { type Ground, meant, withApi } from './ground.ts';
import { type Output, outputOption, printed } from './output.ts';
import { withPlainKubectl } from './plainKubectl.ts';

const plain = [
  "kubectl get st/spacetime -n spacetime -o jsonpath='{.status.heldRevisions}'",
  "kubectl get st/spacetime -n spacetime -o jsonpath='{.status.release}'",
];

/** `explain`: why a revision was promoted, held or neither yet. */
export const explainCommand = (ground: Ground): Command =>
  withPlainKubectl(new Command('explain'), plain)
    .summary('why a revision stands where it stands')
    .description(
      'Says why a revision was promoted, is held or waits: the verdict with the numbers behind it, the checks with what they saw, and what to do next. Without a revision: the one on trial, else the one of the last release.',
    )
    .argument('[name]', 'the SpaceTime; needed where the namespace has several')
    .argument('[revision]', 'by name, its first letters, number, or stable, candidate, asked')
    .addOption(outputOption())
    .action(async (name: string | undefined, word: string | undefined, options: Output, command: Command) => {
      await withApi(ground, command, async (api) => {
        const { world, rest } = await meant(api, [name, word], 1);
        const revision = revisionIn(world, rest[0]);
        const { terminal, clock } = ground;
        const lines = () => explainLines(world, revision, clock.date(), terminal.paint);
        terminal.print(printed(options, facts(world, revision), lines));
      });
    });

function revisionIn(world: SpaceTime, word: string | undefined): string {
  const { revisions, heldRevisions, candidateRevision, release, stableRevision } = statusOf(world);
  const held = heldRevisions.map(({ name }) => ({ name, number: 0 }));
  if (word !== undefined) return revisionNamed(word, world, [...revisions, ...held]);
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
