import { Command } from 'commander';
import type { Api } from '../cluster/api.ts';
import { follow } from '../cluster/follow.ts';
import { typed } from '../find/world.ts';
import { BadInput, Failed } from '../problem.ts';
import { type SpaceTime, titleOf } from '../spaceTime.ts';
import { statusLines } from '../view/status.ts';
import { worldLines } from '../view/worlds.ts';
import { type Ground, withApi, worldsThere } from './ground.ts';
import { nameArgument } from './nameArgument.ts';
import { type Output, outputOption, printed } from './output.ts';
import { withPlainKubectl } from './plainKubectl.ts';

interface Options extends Output {
  readonly watch?: true;
}

const plain = ['kubectl get st -n spacetime -w', 'kubectl describe st/spacetime -n spacetime'];

/** Where a world stands; of several worlds a line each. */
export function statusCommand(ground: Ground): Command {
  const command = new Command('status')
    .summary('where a world stands')
    .description(
      'Shows where a world stands: its revisions with their pods and shares of the users, the release with its phase, verdict and checks, and what was undone last. Without NAME and with several worlds in the namespace, a line for each.',
    );
  nameArgument(command)
    .option('-w, --watch', 'draw it anew whenever something changes, until Ctrl+C')
    .addOption(outputOption())
    .action(() => run(ground, command));
  return withPlainKubectl(command, plain);
}

async function run(ground: Ground, command: Command): Promise<void> {
  const options = command.opts<Options>();
  if (options.watch && options.output === 'json')
    throw new BadInput('--watch draws for people, so it cannot be used with --output json.');
  await withApi(ground, command, async (api) => {
    const worlds = await worldsThere(api);
    if (command.args.length === 0 && worlds.length > 1 && !options.watch)
      return summary(worlds, options, ground);
    const { world } = typed(command.args, worlds, api.namespace, 0);
    await (options.watch ? watched(api, world, ground) : once(api, world, options, ground));
  });
}

const facts = ({ metadata: { namespace, name }, status }: SpaceTime) => ({ namespace, name, ...status });

function summary(worlds: readonly SpaceTime[], options: Options, { terminal }: Ground): void {
  terminal.print(printed(options, worlds.map(facts), () => worldLines(worlds, terminal.paint)));
}

async function once(api: Api, world: SpaceTime, options: Options, ground: Ground): Promise<void> {
  const { terminal, clock } = ground;
  const pods = options.output === 'json' ? [] : await api.pods(world);
  const lines = () => statusLines({ world, pods, now: clock.date() }, terminal.paint);
  terminal.print(printed(options, facts(world), lines));
}

async function watched(api: Api, world: SpaceTime, ground: Ground): Promise<void> {
  const { terminal, clock, signal } = ground;
  for await (const look of follow(api, world, clock, signal)) {
    if (!look.world) throw new Failed(`SpaceTime ${titleOf(world)} was deleted.`);
    terminal.redraw(statusLines({ ...look, world: look.world, now: clock.date() }, terminal.paint));
  }
}
