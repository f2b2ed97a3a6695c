import { median } from 'simple-statistics';
import { columnOf, columnsOf } from './columns.ts';
import { markdown, short } from './markdown.ts';
import { failedOf } from './measured.ts';
import { isAsExpected, type Trial } from './trial.ts';

/** One row for each of these scenarios, one column for each system and setting; bold where not all came out as expected. */
export function overview(trials: readonly Trial[], names: readonly string[]): readonly string[] {
  const columns = columnsOf(trials);
  return markdown(
    ['', ...columns],
    names.map((name) => {
      const own = trials.filter(({ scenario }) => scenario === name);
      return [name, ...columns.map((column) => cell(own.filter((trial) => columnOf(trial) === column)))];
    }),
  );
}

function cell(trials: readonly Trial[]): string {
  if (trials.length === 0) return '';
  const hits = trials.filter(isAsExpected).length;
  const count = `${hits} of ${trials.length}`;
  return [
    hits === trials.length ? count : `**${count}**`,
    `${short(median(trials.map(failedOf)))} failed`,
    `${short(median(trials.map(({ verdictSeconds }) => verdictSeconds)))} s`,
  ].join(', ');
}
