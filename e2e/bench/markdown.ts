import { type Estimate, medianOf, quantile, shareOf } from './numbers.ts';

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

/** Three digits that matter. */
export const short = (value: number): string => String(Number(value.toPrecision(3)));

/** A table, line by line. */
export const markdown = (
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] => [
  `| ${columns.join(' | ')} |`,
  `|${columns.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
