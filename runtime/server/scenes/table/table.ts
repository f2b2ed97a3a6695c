import type { Row } from './row.ts';

/** Colours a text for people; the name of a colour or of a weight. */
export type Paint = (style: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

const heads = ['scene', 'nodes', 'triangles', 'bytes', 'ms', 'warnings', 'errors'] as const;

const cells = ({ path, nodes, triangles, bytes, milliseconds, warnings, error }: Row): string[] => [
  path,
  ...(error ? ['–', '–', '–'] : [nodes, triangles, bytes].map((count) => count.toLocaleString('en'))),
  milliseconds.toFixed(0),
  String(warnings.length),
  error ? '1' : '0',
];

/** The scenes as a table with a line of sums, and below it what speaks against those that were refused. */
export function table(rows: readonly Row[], paint: Paint): string {
  const lines = rows.map(cells);
  const widths = heads.map((head, n) => Math.max(head.length, ...lines.map((line) => line[n]?.length ?? 0)));
  const padded = (line: readonly string[]) =>
    line.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  ');
  const refused = rows.filter(({ error }) => error !== undefined);
  const errors = refused.map(({ error }) => paint('red', `✗ ${error}`));
  return [
    paint('bold', padded(heads)),
    ...lines.map((line, n) => paint(styleOf(rows[n]), padded(line))),
    ...(errors.length > 0 ? ['', ...errors] : []),
    '',
    sum(rows, refused.length, paint),
    '',
  ].join('\n');
}

function styleOf(row: Row | undefined): 'green' | 'red' | 'yellow' {
  if (row?.error) return 'red';
  return row && row.warnings.length > 0 ? 'yellow' : 'green';
}

function sum(rows: readonly Row[], refused: number, paint: Paint): string {
  const warnings = rows.reduce((count, row) => count + row.warnings.length, 0);
  const words = `${rows.length - refused} of ${rows.length} scenes compile, with ${warnings} warnings; ${refused} refused.`;
  return paint(refused > 0 ? 'red' : 'green', words);
}

/** Every warning, grouped: how many scenes have it, the most frequent first. */
export function warningSummary(rows: readonly Row[], paint: Paint): string {
  const counts = new Map<string, number>();
  for (const { warnings } of rows)
    for (const kind of new Set(warnings.map((warning) => warning.replace(/ \([^)]*\)\.$/, ''))))
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const lines = [...counts].sort(([, a], [, b]) => b - a);
  return lines.map(([kind, count]) => `${paint('dim', String(count).padStart(5))}  ${kind}\n`).join('');
}
