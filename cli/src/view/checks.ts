import type { Release } from '../../../operator/src/api/status/release.ts';
import { span } from './amounts.ts';
import type { Color, Paint } from './paint.ts';
import { type Cell, tableWith } from './table.ts';

type Check = Release['checks'][number];

const marks: Readonly<Record<string, readonly [string, Color]>> = {
  Pending: ['·', 'dim'],
  Running: ['●', 'cyan'],
  Passed: ['✓', 'green'],
  Failed: ['✗', 'red'],
  Skipped: ['–', 'dim'],
};

/** A line for each check: how it went, how long it took and what was seen. */
export function checkLines(checks: readonly Check[], paint: Paint): string[] {
  if (checks.length === 0) return [];
  const rows = checks.map((check): Cell[] => {
    const [mark, color] = marks[check.result] ?? ['?', 'plain'];
    return [
      { text: `  ${mark}`, color },
      check.name,
      check.mode === 'Required' ? check.result : `${check.result} (${check.mode})`,
      { text: took(check), right: true },
      { text: check.evidence ?? '', color: check.result === 'Failed' ? 'red' : 'dim' },
    ];
  });
  return tableWith(['', 'CHECK', 'RESULT', 'TOOK', ''], rows, paint);
}

const took = ({ startedAt, finishedAt }: Check): string =>
  startedAt && finishedAt ? span(Date.parse(finishedAt) - Date.parse(startedAt)) : '';
