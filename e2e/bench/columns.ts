import type { Trial } from './trial.ts';

/** A system in a setting, as tables and pictures call it. */
export const columnOf = ({ system, setting }: Pick<Trial, 'system' | 'setting'>): string =>
  `${system} (${setting})`;

/** All of them, in the order in which they were first measured. */
export const columnsOf = (trials: readonly Trial[]): readonly string[] => [...new Set(trials.map(columnOf))];
