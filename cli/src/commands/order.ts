import { Command } from 'commander';
import type { Api } from '../cluster/api.ts';
import { answered, give, type Patience } from '../order/give.ts';
import { nameOf, type Order, plainKubectl } from '../order/order.ts';
import type { Given, Outcome } from '../order/outcome.ts';
import { Failed } from '../problem.ts';
import { type SpaceTime, titleOf } from '../spaceTime.ts';
import { type Ground, meant, withApi } from './ground.ts';
import { nameArgument, type Words } from './nameArgument.ts';
import { withPlainKubectl } from './plainKubectl.ts';
import { secondsOf } from './seconds.ts';

/** Options of every command that asks something of a world. */
interface OrderOptions {
  readonly wait: boolean;
  readonly timeout: number;
  readonly dryRun?: true;
}

/** A command that asks something of a world: how it is spelled, and which order follows from what was typed. */
export interface OrderSpec {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly words?: Words;
  readonly option?: readonly [flags: string, meaning: string];
  /** How long it may take once the operator has begun; nothing for what it does at once. */
  readonly takesSeconds?: number;
  /** The order as it is shown to somebody who wants to give it with plain kubectl. */
  readonly example: Order;
  /** Throws `BadInput` or `Failed` when what was typed makes no order for this world. */
  readonly orderOf: (
    world: SpaceTime,
    words: readonly string[],
    options: Readonly<Record<string, unknown>>,
  ) => Order;
}

/** How soon an operator that runs has begun. */
const begunSeconds = 30;
const exampleWorld = { namespace: 'spacetime', name: 'spacetime', flags: [] };

/** A command of the program from what is said of it. */
export function orderCommand(spec: OrderSpec, ground: Ground): Command {
  const { words = [], option, takesSeconds = begunSeconds } = spec;
  const command = new Command(spec.name).summary(spec.summary).description(spec.description);
  nameArgument(command, words);
  if (option) command.option(...option);
  command
    .option('--dry-run', 'change nothing, print the plain kubectl command that does the same')
    .option('--no-wait', 'do not wait for the answer of the operator')
    .option('--timeout <seconds>', 'how long to wait for it', secondsOf, takesSeconds)
    .action(() => run(spec, ground, command));
  return withPlainKubectl(command, [plainKubectl(spec.example, exampleWorld)]);
}

async function run(spec: OrderSpec, ground: Ground, command: Command): Promise<void> {
  const options = command.opts<OrderOptions & Record<string, unknown>>();
  await withApi(ground, command, async (api) => {
    const { world, rest } = await meant(api, command.args, spec.words?.length ?? 0);
    const order = spec.orderOf(world, rest, options);
    const { namespace, name } = world.metadata;
    if (options.dryRun)
      return ground.terminal.print([plainKubectl(order, { namespace, name, flags: api.flags })]);
    const given = await give(api, world, order, ground.clock);
    if (!options.wait) return ground.terminal.print([`${nameOf(order)} is asked of ${titleOf(world)}.`]);
    const patience = {
      doneSeconds: options.timeout,
      begunSeconds: spec.takesSeconds === undefined ? options.timeout : begunSeconds,
    };
    await answer(api, world, given, patience, ground);
  });
}

async function answer(
  api: Api,
  world: SpaceTime,
  given: Given,
  patience: Patience,
  { clock, terminal }: Ground,
): Promise<void> {
  const hears = (message: string) => terminal.print([terminal.paint('dim', message)]);
  const outcome = await answered(api, world, given, clock, patience, hears);
  if (outcome.result !== 'Done') throw new Failed(notDone(outcome, given, world, patience));
  const said = outcome.message === '' ? '' : `: ${outcome.message}`;
  terminal.print([
    terminal.paint('green', `${nameOf(given.order)} of ${titleOf(world)} is done`) + (said || '.'),
  ]);
}

function notDone(
  { result, message }: Outcome,
  { order }: Given,
  world: SpaceTime,
  { doneSeconds, begunSeconds }: Patience,
): string {
  const what = `${nameOf(order)} of ${titleOf(world)}`;
  if (result === 'Refused') return `The operator refused ${what}: ${message || 'it gave no reason.'}`;
  if (result === 'InProgress')
    return `${what} is still under way after ${doneSeconds} s${message ? `: ${message}` : '.'}`;
  return `The operator has not answered to ${what} within ${Math.min(begunSeconds, doneSeconds)} s; it stays asked for. See whether the operator runs and knows this command: kubectl get pods -n spacetime-system.`;
}
