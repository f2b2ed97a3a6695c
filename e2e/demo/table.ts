import type { Paint } from '../../cli/src/view/paint.ts';
import { missed, type Outcome } from './outcome.ts';

type Cell = readonly [text: string, paint?: Parameters<Paint>[0]];

const heading: readonly Cell[] = [
  ['release'],
  ['verdict'],
  ['reason'],
  ['verdict after'],
  ['bad answers for'],
  ['failed'],
  ['by the bad revision'],
  ['reached'],
];
/** Columns of numbers, which stand to the right. */
const numbers = new Set([3, 4, 5, 6]);

/** The results as lines of a table. */
export function table(outcomes: readonly Outcome[], paint: Paint): string[] {
  const rows = [heading, ...outcomes.map(row)];
  const widths = heading.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.[0].length ?? 0)));
  return rows.map((cells, line) =>
    cells
      .map(([text, color], column) => {
        const width = widths[column] ?? 0;
        const padded = numbers.has(column) ? text.padStart(width) : text.padEnd(width);
        return paint(line === 0 ? 'dim' : (color ?? 'plain'), padded);
      })
      .join('  ')
      .trimEnd(),
  );
}

function row(outcome: Outcome): readonly Cell[] {
  const { release, verdict, reason, verdictSeconds, seen, servedByBad } = outcome;
  const asMeant = release.good === (verdict === 'Released');
  const short = missed(outcome);
  return [
    [release.title],
    [verdict, asMeant ? 'green' : 'red'],
    [reason],
    [`${verdictSeconds.toFixed(1)} s`],
    [seen.failed === 0 ? '–' : `${seen.badSeconds.toFixed(1)} s`],
    [String(seen.failed), seen.failed === 0 ? 'green' : 'yellow'],
    [release.good ? '–' : String(servedByBad)],
    short.length === 0 ? ['✓', 'green'] : [`no: ${short.join(', ')}`, 'yellow'],
  ];
}
