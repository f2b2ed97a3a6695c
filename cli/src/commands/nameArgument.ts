import type { Command } from 'commander';

/** Words that may follow the name of the SpaceTime, as the usage shows them, with what they mean. */
export type Words = readonly (readonly [usage: string, meaning: string])[];

export const revisionWord = [
  '[revision]',
  'by name, its first letters, number, or stable, candidate, asked',
] as const;

/** The name of the SpaceTime, which every command takes first, and what may follow it. */
export function nameArgument(command: Command, words: Words = []): Command {
  command.argument('[name]', 'the SpaceTime; needed where the namespace has several');
  for (const [usage, meaning] of words) command.argument(usage, meaning);
  return command;
}
