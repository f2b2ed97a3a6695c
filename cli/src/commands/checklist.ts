import { Command, Option } from 'commander';
import type { Api } from '../cluster/api.ts';
import { standingLines } from '../find/checklist.ts';
import { answered, give } from '../order/give.ts';
import { plainKubectl } from '../order/order.ts';
import { Failed } from '../problem.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { checklistLines, countedText } from '../view/checklist.ts';
import { checklistMarkdown } from '../view/checklistMarkdown.ts';
import { type Ground, meant, withApi } from './ground.ts';
import { nameArgument } from './nameArgument.ts';
import { withPlainKubectl } from './plainKubectl.ts';
import { secondsOf } from './seconds.ts';

interface Options {
  readonly output: 'table' | 'json' | 'markdown';
  readonly run?: true;
  readonly wait?: true;
  readonly timeout: number;
}

const run = { by: 'Annotation', command: 'checklist' } as const;
/** The checks of a release take a minute or two; a browser takes longer. */
const usualSeconds = 600;
const begunSeconds = 30;
const pollMilliseconds = 1000;

/** Where a world stands against the production checklist, and a run of it. */
export function checklistCommand(ground: Ground): Command {
  const command = new Command('checklist')
    .summary('where a world stands against the production checklist')
    .description(
      'Shows every line of the production checklist: ✓ holds, ✗ does not, "by hand" waits for people, – does not count, with what was seen. A run asks the stable revision what a release is asked, beside a world of its own.',
    );
  nameArgument(command)
    .addOption(
      new Option('-o, --output <format>', 'how to print it')
        .choices(['table', 'json', 'markdown'])
        .default('table'),
    )
    .option('--run', 'run it now, and wait for the answer')
    .option('--wait', 'wait until it is passed; end with 1 if it is not in time')
    .option('--timeout <seconds>', 'how long to wait', secondsOf, usualSeconds)
    .action(() => show(ground, command));
  return withPlainKubectl(command, [
    "kubectl get st/spacetime -n spacetime -o jsonpath='{.status.checklist.summary}'",
    plainKubectl(run, { namespace: 'spacetime', name: 'spacetime', flags: [] }),
    'kubectl wait st/spacetime -n spacetime --for=condition=ChecklistPassed',
  ]);
}

async function show(ground: Ground, command: Command): Promise<void> {
  const options = command.opts<Options>();
  await withApi(ground, command, async (api) => {
    const { world } = await meant(api, command.args, 0);
    if (options.run) await runNow(api, world, options, ground);
    const now = await (options.wait ? passed(api, world, options, ground) : fresh(api, world));
    ground.terminal.print(printed(now, options, ground));
    if (options.wait && !isPassed(now))
      throw new Failed(
        `The checklist of ${titleOf(now)} is not passed after ${options.timeout} s: ${why(now)}`,
      );
  });
}

const fresh = (api: Api, { metadata }: SpaceTime): Promise<SpaceTime> =>
  api.world(metadata.namespace, metadata.name);

async function runNow(api: Api, world: SpaceTime, { timeout }: Options, ground: Ground): Promise<void> {
  const given = await give(api, world, run, ground.clock);
  const patience = { doneSeconds: timeout, begunSeconds };
  const { result, message } = await answered(api, world, given, ground.clock, patience, () => undefined);
  if (result === 'Done') return;
  const what = `The run of the checklist of ${titleOf(world)}`;
  if (result === 'Refused') throw new Failed(`${what} was refused: ${message}`);
  throw new Failed(`${what} has no answer within ${timeout} s; it stays asked for. ${message}`.trim());
}

/** The world as soon as its checklist is passed, or as it is when the time is over. */
async function passed(
  api: Api,
  world: SpaceTime,
  { timeout }: Options,
  { clock, signal }: Ground,
): Promise<SpaceTime> {
  const begun = clock.now();
  for (;;) {
    const now = await fresh(api, world);
    if (isPassed(now) || signal.aborted || clock.now() - begun >= timeout * 1000) return now;
    await clock.after(pollMilliseconds);
  }
}

const conditionOf = (world: SpaceTime) =>
  statusOf(world).conditions.find(({ type }) => type === 'ChecklistPassed');

const isPassed = (world: SpaceTime): boolean => conditionOf(world)?.status === 'True';

const why = (world: SpaceTime): string => conditionOf(world)?.message ?? countedText(world);

function printed(world: SpaceTime, { output }: Options, { clock, terminal }: Ground): string[] {
  if (output === 'markdown') return checklistMarkdown(world);
  if (output === 'table') return checklistLines(world, clock.date(), terminal.paint);
  const { items: _, ...sums } = statusOf(world).checklist ?? {};
  return [JSON.stringify({ ...sums, lines: standingLines(world) }, null, 2)];
}
