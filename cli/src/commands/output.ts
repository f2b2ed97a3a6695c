import { Option } from 'commander';

/** `-o`, for commands that answer something. */
export const outputOption = (): Option =>
  new Option('-o, --output <format>', 'how to print it').choices(['table', 'json']).default('table');

export interface Output {
  readonly output: 'table' | 'json';
}

/** The lines for people, or the same facts for programs. */
export const printed = ({ output }: Output, facts: unknown, lines: () => string[]): string[] =>
  output === 'json' ? [JSON.stringify(facts, null, 2)] : lines();
