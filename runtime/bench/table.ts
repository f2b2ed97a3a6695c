import { median, type Row, ratio } from './row.ts';

const headsOf = (subject: string) => [
  'what',
  'unit',
  `${subject} (least–most)`,
  'beside',
  'its value',
  'ratio',
  'goal',
];

const figure = (value: number) =>
  Number.isNaN(value) ? '–' : value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: true });

const spread = (values: readonly number[]) =>
  values.length > 1
    ? `${figure(median(values))} (${figure(Math.min(...values))}–${figure(Math.max(...values))})`
    : figure(median(values));

const percent = (value: number | undefined) => (value === undefined ? '' : `${Math.round(value * 100)} %`);

const cells = (row: Row): string[] => [
  row.what,
  row.unit,
  spread(row.ours),
  row.peer?.name ?? '',
  row.peer ? spread(row.peer.values) : '',
  percent(ratio(row)),
  row.goal ?? '',
];

/** The rows about `subject` as a Markdown table with aligned columns, which reads well on a terminal too. */
export function markdownTable(rows: readonly Row[], subject: string): string {
  const heads = headsOf(subject);
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const padded = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [padded[0], rule, ...padded.slice(1)].join('\n');
}
