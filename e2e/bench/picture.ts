import { median } from 'simple-statistics';
import { columnOf, columnsOf } from './columns.ts';
import { short } from './markdown.ts';
import { failedOf } from './measured.ts';
import type { Trial } from './trial.ts';

const title = 'Failed requests of users, median of each bad release';
const width = 760;
const left = 60;
const right = 90;
const bar = 12;
const gap = 14;
/** Colours that people who see few colours tell apart. Source: Okabe and Ito, Color Universal Design (2008). */
const colours = ['#0072b2', '#e69f00', '#d55e00', '#cc79a7', '#009e73', '#56b4e9', '#999999'];

/** What stands in the picture: the median of failed requests in a scenario, for each column that has trials of it. */
interface Group {
  readonly scenario: string;
  readonly bars: readonly { readonly column: string; readonly failed: number }[];
}

/**
 * An SVG of the failed requests of users in bad releases that more than one system was measured by; the scale is that of log(1 + n).
 * A bar that is only a line is none.
 */
export function picture(trials: readonly Trial[]): string {
  const columns = columnsOf(trials);
  const groups = groupsOf(trials, columns);
  const colour = (column: string) => colours[columns.indexOf(column) % colours.length] ?? '';
  const most = Math.max(10, ...groups.flatMap(({ bars }) => bars.map(({ failed }) => failed)));
  const length = (failed: number) => ((width - left - right) * Math.log1p(failed)) / Math.log1p(most);
  const top = 30 + 18 * columns.length;
  let y = top;
  const drawn = groups.flatMap(({ scenario, bars }) => {
    const label = text(8, y + (bars.length * bar) / 2 + 4, scenario);
    const own = bars.map(({ column, failed }, i) => {
      const at = y + i * bar;
      const rect = `<rect x="${left}" y="${at}" width="${Math.max(1, length(failed)).toFixed(1)}" height="${bar - 2}" fill="${colour(column)}"/>`;
      return `${rect}${text(left + length(failed) + 6, at + bar - 3, short(failed))}`;
    });
    y += bars.length * bar + gap;
    return [label, ...own];
  });
  const legend = columns.map((column, i) => {
    const at = 28 + 18 * i;
    return `<rect x="${left}" y="${at}" width="12" height="12" fill="${colour(column)}"/>${text(left + 20, at + 10, column)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" font-family="sans-serif" font-size="12" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${y}" fill="#ffffff"/>`,
    text(8, 18, `${title} (logarithmic)`),
    ...legend,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function groupsOf(trials: readonly Trial[], columns: readonly string[]): readonly Group[] {
  const bad = Map.groupBy(
    trials.filter(({ expected }) => expected === 'Undone'),
    ({ scenario }) => scenario,
  );
  return [...bad]
    .filter(([, own]) => new Set(own.map(({ system }) => system)).size > 1)
    .map(([scenario, own]) => ({
      scenario,
      bars: columns.flatMap((column) => {
        const failed = own.filter((trial) => columnOf(trial) === column).map(failedOf);
        return failed.length > 0 ? [{ column, failed: median(failed) }] : [];
      }),
    }));
}

const text = (x: number, y: number, said: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="#222222">${escaped(said)}</text>`;

const escaped = (said: string): string => said.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
