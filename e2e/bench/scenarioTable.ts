import { markdown, share, spread } from './markdown.ts';
import { isAsExpected, type Trial } from './trial.ts';

const head = [
  'system',
  'setting',
  'as expected',
  'verdict after, s',
  'failed requests',
  'bad for, s: new connections',
  'bad for, s: kept connections',
  'stable sockets lost',
  'candidate sockets back, s',
  'API writes',
  'controller, % of a core',
  'cut after the verdict, ms',
];

/** What was measured in one scenario: a line for each system and setting. */
export const scenarioTable = (trials: readonly Trial[]): readonly string[] => markdown(head, rowsOf(trials));

function rowsOf(trials: readonly Trial[]): readonly (readonly string[])[] {
  const groups = Map.groupBy(trials, ({ system, setting }) => `${system}\n${setting}`);
  return [...groups.values()].map((group) => [
    group[0]?.system ?? '',
    group[0]?.setting ?? '',
    share(group.filter(isAsExpected).length, group.length),
    spread(group.map(({ verdictSeconds }) => verdictSeconds)),
    spread(group.map(({ failed }) => failed.new + failed.kept)),
    spread(group.map(({ badSeconds }) => badSeconds.new)),
    spread(group.map(({ badSeconds }) => badSeconds.kept)),
    String(sum(group.map(({ sockets }) => sockets.stableLost))),
    spread(group.flatMap(({ sockets }) => sockets.backSeconds)),
    spread(group.flatMap(({ apiWrites }) => apiWrites ?? [])),
    spread(
      group.flatMap(({ controllerCores }) => (controllerCores === undefined ? [] : 100 * controllerCores)),
    ),
    spread(group.flatMap(({ cutMilliseconds }) => cutMilliseconds ?? [])),
  ]);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
