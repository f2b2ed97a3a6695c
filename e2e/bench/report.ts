import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { goalRows } from './goals.ts';
import { markdown } from './markdown.ts';
import { overview } from './overview.ts';
import { picture } from './picture.ts';
import { scenarios } from './scenarios.ts';
import { scenarioTable } from './scenarioTable.ts';
import { isSound, type Trial } from './trial.ts';

const [begin, end] = ['<!-- measured -->', '<!-- end -->'];
const image = 'rollouts.svg';

/** Writes the tables between the marks of the page, and the picture beside it; the rest of the page is people's. */
export async function writeReport(page: string, all: readonly Trial[]): Promise<void> {
  const trials = all.filter(isSound);
  const left = all.length - trials.length;
  const text = await readFile(page, 'utf8');
  const [before, rest = ''] = text.split(begin);
  const after = rest.split(end)[1] ?? '';
  await writeFile(
    page,
    `${before}${begin}\n\n${counted(trials.length, left)}\n\n${tables(trials).join('\n')}\n\n${end}${after}`,
  );
  await writeFile(join(dirname(page), image), picture(trials));
}

const counted = (trials: number, left: number): string =>
  `${trials} trials; ${left} more are left out, because a request of theirs left later than half a second after its time.`;

/** What is seen at a glance, the goals, and one table for each scenario. */
export function tables(trials: readonly Trial[]): readonly string[] {
  const names = Object.keys(scenarios).filter((name) => trials.some(({ scenario }) => scenario === name));
  return [
    '### At a glance',
    '',
    `![Failed requests of users in each bad release, by system](${image})`,
    '',
    'Releases that came out as expected, then medians: failed requests of users, and seconds from shipping to the verdict.',
    '',
    ...overview(trials, names),
    '',
    '### Goals',
    '',
    ...markdown(['goal', 'what', 'measured', 'kept'], goalRows(trials)),
    '',
    '### Scenarios',
    '',
    'A number is a median with its 95 % interval, then the 95th percentile.',
    ...names.flatMap((name) => [
      '',
      `**${name}**: ${scenarios[name]?.title}. Expected: ${expectedOf(name)}.`,
      '',
      ...scenarioTable(trials.filter(({ scenario }) => scenario === name)),
    ]),
  ];
}

function expectedOf(name: string): string {
  const { expected, expectedReason } = scenarios[name] ?? {};
  return expectedReason ? `${expected}, ${expectedReason}` : `${expected}`;
}
