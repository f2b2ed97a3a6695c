import type { Command } from 'commander';

/** Ends the help of a command with what plain kubectl says for the same, for `spacetime` in the namespace `spacetime`. */
export const withPlainKubectl = (command: Command, lines: readonly string[]): Command =>
  command.addHelpText('after', ['', 'With plain kubectl:', ...lines.map((line) => `  ${line}`)].join('\n'));
