import { readFile, writeFile } from 'node:fs/promises';
import { goalRows } from './goals.ts';
import { type Estimate, medianOf, quantile, shareOf } from './numbers.ts';
import { scenarios } from './scenarios.ts';
import type { Trial } from './trial.ts';

const [begin, end] = ['<!-- measured -->', '<!-- end -->'];

/** Writes the tables between the marks of the page; the rest of it is people's. */
export async function writeReport(page: string, trials: readonly Trial[]): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [before, rest = ''] = text.split(begin);
  const after = rest.split(end)[1] ?? '';
  await writeFile(page, `${before}${begin}\n\n${tables(trials).join('\n')}\n\n${end}${after}`);
}

/** One table for each scenario, and the goals. */
export function tables(trials: readonly Trial[]): readonly string[] {
  const names = Object.keys(scenarios).filter((name) => trials.some(({ scenario }) => scenario === name));
  return [
    '### Goals',
    '',
    ...markdown(['goal', 'what', 'measured', 'kept'], goalRows(trials)),
    '',
    '### Scenarios',
    '',
    'A number is a median with its 95 % interval, then the 95th percentile.',
    ...names.flatMap((name) => [
      '',
      `**${name}**: ${scenarios[name]?.title}. Expected: ${scenarios[name]?.expected}.`,
      '',
      ...markdown(head, rowsOf(trials.filter(({ scenario }) => scenario === name))),
    ]),
  ];
}

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

function rowsOf(trials: readonly Trial[]): readonly (readonly string[])[] {
  const groups = Map.groupBy(trials, ({ system, setting }) => `${system}\n${setting}`);
  return [...groups.values()].map((group) => [
    group[0]?.system ?? '',
    group[0]?.setting ?? '',
    share(group.filter(({ verdict, expected }) => verdict === expected).length, group.length),
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

/** Median, its interval, and the 95th percentile. */
export function spread(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const { value, low, high } = medianOf(values);
  return `${short(value)} (${short(low)}–${short(high)}), ${short(quantile(values, 0.95))}`;
}

/** Hits of trials, with the interval of the share. */
export function share(hits: number, of: number): string {
  const { low, high }: Estimate = shareOf(hits, of);
  return `${hits} of ${of} (${Math.round(100 * low)}–${Math.round(100 * high)} %)`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Three digits that matter. */
const short = (value: number): string => String(Number(value.toPrecision(3)));

const markdown = (columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${columns.join(' | ')} |`,
  `|${columns.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
