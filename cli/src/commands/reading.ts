import { Command } from 'commander';
import type { Api } from '../cluster/api.ts';
import type { Typed } from '../find/world.ts';
import { type Ground, meant, withApi } from './ground.ts';
import { nameArgument, type Words } from './nameArgument.ts';
import { type Output, outputOption, printed } from './output.ts';
import { withPlainKubectl } from './plainKubectl.ts';

/** What a command has to say, for people and for programs. */
interface Answer {
  readonly facts: unknown;
  readonly lines: () => string[];
}

/** A command that tells something of one world and changes nothing. */
export interface ReadingSpec {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly words?: Words;
  /** What plain kubectl says for the same. */
  readonly plain: readonly string[];
  /** Throws `Failed` when what was typed means nothing in this world. */
  readonly read: (api: Api, typed: Typed, ground: Ground) => Promise<Answer> | Answer;
}

/** A command of the program from what is said of it. */
export function readingCommand(spec: ReadingSpec, ground: Ground): Command {
  const { name, summary, description, words = [], plain, read } = spec;
  const command = new Command(name).summary(summary).description(description);
  nameArgument(command, words)
    .addOption(outputOption())
    .action(() =>
      withApi(ground, command, async (api) => {
        const { facts, lines } = await read(api, await meant(api, command.args, words.length), ground);
        ground.terminal.print(printed(command.opts<Output>(), facts, lines));
      }),
    );
  return withPlainKubectl(command, plain);
}
