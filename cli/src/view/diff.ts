import type { Change } from '../diff/changes.ts';
import type { Paint } from './paint.ts';

/** One of the two revisions that are compared, with the words that say which one it is. */
export interface Side {
  readonly name: string;
  readonly number: number;
}

/** The differences between two revisions, `-` before and `+` after. */
export function diffLines(from: Side, to: Side, changes: readonly Change[], paint: Paint): string[] {
  const title = paint('bold', `${from.number} ${from.name} → ${to.number} ${to.name}`);
  if (changes.length === 0) return [title, 'No difference: what reaches the pods is the same.'];
  return [title, ...changes.flatMap((change) => [paint('cyan', change.path), ...linesOf(change, paint)])];
}

function linesOf(change: Change, paint: Paint): string[] {
  if ('secret' in change) return [paint('yellow', `  ${change.secret} (values are not shown)`)];
  const removed = 'removed' in change ? change.removed : [change.before].filter((text) => text !== null);
  const added = 'added' in change ? change.added : [change.after].filter((text) => text !== null);
  return [
    ...removed.map((text) => paint('red', `  - ${text}`)),
    ...added.map((text) => paint('green', `  + ${text}`)),
  ];
}
