import { Command } from 'commander';
import { statusOf } from '../spaceTime.ts';
import { historyLines } from '../view/history.ts';
import { type Ground, meant, withApi } from './ground.ts';
import { type Output, outputOption, printed } from './output.ts';
import { withPlainKubectl } from './plainKubectl.ts';

const plain = [
  'kubectl get st/spacetime -n spacetime -o jsonpath=\'{range .status.revisions[*]}{.number}{"\\t"}{.name}{"\\t"}{.state}{"\\t"}{.image}{"\\n"}{end}\'',
];

/** `history`: the revisions that one can go back to. */
export const historyCommand = (ground: Ground): Command =>
  withPlainKubectl(new Command('history'), plain)
    .summary('the revisions that one can go back to')
    .description(
      'Lists the revisions that can be gone back to and those in use, newest first, with what each changed.',
    )
    .argument('[name]', 'the SpaceTime; needed where the namespace has several')
    .addOption(outputOption())
    .action(async (name: string | undefined, options: Output, command: Command) => {
      await withApi(ground, command, async (api) => {
        const { world } = await meant(api, [name], 0);
        const { terminal, clock } = ground;
        const lines = () => historyLines(world, clock.date(), terminal.paint);
        terminal.print(printed(options, statusOf(world).revisions, lines));
      });
    });
